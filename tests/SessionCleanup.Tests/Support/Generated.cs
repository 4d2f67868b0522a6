using CsCheck;

namespace SessionCleanup.Tests.Support;

/// <summary>Generated cases, the same ones in every run; SESSION_CLEANUP_TEST_SEED makes others.</summary>
internal static class Generated
{
    public static IEnumerable<T> Cases<T>(Gen<T> generator, int count)
    {
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("SESSION_CLEANUP_TEST_SEED"), out var given)
            ? given : 1;
        TestContext.Current.TestOutputHelper?.WriteLine($"SESSION_CLEANUP_TEST_SEED={seed}");
        var random = new PCG(1, seed);
        for (var i = 0; i < count; i++)
        {
            yield return generator.Generate(random, null, out _);
        }
    }

    public static Gen<string> OneOf(params string[] words) =>
        Gen.Int[0, words.Length - 1].Select(index => words[index]);

    /// <summary>Some of the words, one after the other.</summary>
    public static Gen<string> Text(int most, params string[] words) =>
        OneOf(words).Array[0, most].Select(string.Concat);
}

namespace SessionCleanup.Bench.Sections;

/// <summary>One part of a run.</summary>
internal interface ISection
{
    /// <summary>As --only takes it.</summary>
    string Name { get; }

    IAsyncEnumerable<BenchTable> MeasureAsync(BenchContext context);
}

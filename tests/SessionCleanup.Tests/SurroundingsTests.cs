using SessionCleanup.Database;
using SessionCleanup.Errors;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

public sealed class SurroundingsTests
{
    [Theory]
    [InlineData("PGDATABASE", "rooms\r")]
    [InlineData("PGOPTIONS", "-c a=b\r")]
    [InlineData("SESSION_CLEANUP_CONNECTION", "Host=db;Database=rooms\r")]
    public async Task A_variable_from_a_file_with_the_line_ends_of_Windows_is_named(string variable, string value)
    {
        var result = await CommandLine.RunAsync(new Dictionary<string, string?> { [variable] = value }, "status");

        Assert.Equal(64, result.ExitStatus);
        Assert.Contains(
            $"session-cleanup: The value of {variable} ends in a carriage return", result.StandardError,
            StringComparison.Ordinal);
    }

    /// <summary>scripts/test-packages takes libssl away from a machine.</summary>
    [Fact]
    public void A_machine_without_OpenSSL_is_an_error_that_says_what_to_install()
    {
        var exception = Assert.Throws<CommandException>(() => Surroundings.RequireOpenSsl(_ => false));

        Assert.StartsWith("No usable version of libssl was found", exception.Message, StringComparison.Ordinal);
        Assert.Contains("libssl3", exception.Remedy, StringComparison.Ordinal);
        Surroundings.RequireOpenSsl(name => name == "libssl.so.1.1");
    }
}

namespace SessionCleanup.Bench;

/// <summary>What the sections share.</summary>
/// <param name="Server">The private cluster, with the databases base (this tree) and released (0.1.1).</param>
/// <param name="Size">The size of the data.</param>
/// <param name="Rounds">How often each figure is measured.</param>
/// <param name="Expired">Expired sessions in base and released.</param>
/// <param name="Program">The path of session-cleanup.</param>
internal sealed record BenchContext(BenchServer Server, Size Size, int Rounds, long Expired, string Program)
{
    public const string Base = "base";

    public const string Released = "released";

    /// <summary>Runs session-cleanup on the database <see cref="BenchServer.Run"/>.</summary>
    public Task<string> CleanAsync(params string[] options) => Psql.RunAsync(
        Program, ["cleanup", .. options, "--connection", Server.ConnectionString(BenchServer.Run)]);
}

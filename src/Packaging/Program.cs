using Cocona;
using SessionCleanup.Packaging.Contents;
using SessionCleanup.Packaging.Documents;

var app = CoconaApp.Create(args);

app.AddCommand("documents", ([Argument] string directory, [Option] DateTime date) =>
{
    var program = ProgramDefinition.Read();
    File.WriteAllText(Path.Combine(directory, "session-cleanup.1"),
        ManPage.Render(program, DateOnly.FromDateTime(date)));
    File.WriteAllText(Path.Combine(directory, "completion.bash"), BashCompletion.Render(program));
    File.WriteAllText(Path.Combine(directory, "completion.zsh"), ZshCompletion.Render(program));
    File.WriteAllText(Path.Combine(directory, "completion.fish"), FishCompletion.Render(program));
}).WithDescription("Write the man page and the completions.");

app.AddCommand("program",
    ([Argument] string statistics, [Argument] string arguments, [Option] string version, [Option] string directory) =>
{
    Write(CompiledProgram.Read(statistics, arguments), version, directory);
}).WithDescription("Write THIRD-PARTY-NOTICES and the SBOM of the compiled program.");

app.AddCommand("tool",
    ([Argument] string dependencies, [Argument] string packages, [Option] string version, [Option] string directory) =>
{
    Write(ToolPackage.Read(dependencies, packages), version, directory);
}).WithDescription("Write THIRD-PARTY-NOTICES and the SBOM of the .NET tool.");

app.Run();

static void Write(IReadOnlyList<Component> components, string version, string directory)
{
    File.WriteAllText(Path.Combine(directory, "THIRD-PARTY-NOTICES"), Notices.Render(components));
    File.WriteAllText(Path.Combine(directory, "sbom.json"), Sbom.Render(components, version));
}

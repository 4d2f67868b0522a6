using SessionCleanup.Bench;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests.Documents;

/// <summary>docs/explanation/performance.md shows what scripts/bench measured.</summary>
public sealed class PerformanceDocumentTests
{
    [Fact]
    public void The_tables_of_performance_md_are_those_of_the_measured_run()
    {
        var document = Repository.Read("docs/explanation/performance.md");
        var result = PerformanceDocument.Read(Repository.Read("bench/results/medium.json"));

        Assert.Equal(document, PerformanceDocument.Render(document, result));
    }

    [Fact]
    public void A_rendered_table_has_the_columns_and_rows_of_the_section()
    {
        var result = new BenchResult(
            "small", 10, 5, 30, 1, "0.0.0", "15.0", 2, "2026-01-01", [new("main", "Title", ["a", "b"], [["1", "2"]])]);

        Assert.Equal(
            "# x\n<!-- bench:main -->\n\nTitle:\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<!-- /bench -->\nend\n",
            PerformanceDocument.Render("# x\n<!-- bench:main -->\nold\n<!-- /bench -->\nend\n", result));
    }
}

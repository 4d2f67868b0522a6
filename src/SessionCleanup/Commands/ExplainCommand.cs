using System.Globalization;
using Cocona;
using SessionCleanup.Commands.CommandLine;
using SessionCleanup.Database;
using SessionCleanup.Errors;
using SessionCleanup.Output;

namespace SessionCleanup.Commands;

internal sealed class ExplainCommand(Interruption interruption, Diagnostics diagnostics)
{
    [Command("explain", Description = "Say why a session is active, expired or inactive.")]
    public async Task<int> RunAsync(
        CommonOptions common,
        [Argument("session", Description = "Its share_id or its session_id")] string session)
    {
        common.RequireTextOrJson();
        var isShareId = Guid.TryParse(session, out var shareId);
        if (!long.TryParse(session, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var sessionId)
            && !isShareId)
        {
            throw new UsageException(
                $"{UsageException.Shown(session)} is neither a share_id nor a session_id.",
                "A share_id is a UUID, a session_id a number.");
        }

        await using var dataSource = DatabaseServer.Resolve(common.Connection, diagnostics.Write).CreateDataSource();
        await using var calls = new OperatorCalls(dataSource, diagnostics.RetryEvents, interruption.Abort);
        var explanation = isShareId
            ? await calls.ExplainAsync(shareId, interruption.Stop)
            : await calls.ExplainAsync(sessionId, interruption.Stop);
        if (explanation is null)
        {
            throw new CommandException(
                $"There is no session {session}.", "Sessions are never deleted: check the number, and the database.");
        }

        if (common.Output == OutputFormat.json)
        {
            JsonOutput.Write(explanation, OutputJson.Default.SessionExplanation);
        }
        else
        {
            ExplanationReport.Write(explanation);
        }

        return ExitStatus.Done;
    }
}

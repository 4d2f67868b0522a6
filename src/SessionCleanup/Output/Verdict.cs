using System.Globalization;
using SessionCleanup.Database;

namespace SessionCleanup.Output;

/// <summary>The states of a monitoring plugin; the number is the exit status.</summary>
internal enum VerdictState
{
    OK = 0,
    WARNING = 1,
    CRITICAL = 2,
    UNKNOWN = 3,
}

/// <summary>What a check of status finds.</summary>
/// <param name="State">The worst of the findings.</param>
/// <param name="Findings">The worst first.</param>
/// <param name="PerformanceData">For the plugin's host: label=value;warning;critical.</param>
internal sealed record Verdict(VerdictState State, IReadOnlyList<Finding> Findings, string PerformanceData);

/// <param name="Text">One clause.</param>
internal sealed record Finding(VerdictState State, string Text);

/// <param name="Value">The age.</param>
/// <param name="Typed">As it was typed, for messages.</param>
internal sealed record AgeLimit(TimeSpan Value, string Typed);

/// <summary>From when on status warns and alerts. Null: not at all.</summary>
internal sealed record Thresholds(AgeLimit? WarnAge, AgeLimit? MaxAge, long? WarnBacklog, long? MaxBacklog)
{
    /// <summary>Whether any is given: then status is a check, with the exit statuses of one.</summary>
    public bool IsCheck =>
        WarnAge is not null || MaxAge is not null || WarnBacklog is not null || MaxBacklog is not null;

    public Verdict Judge(StatusDocument document)
    {
        var status = document.SessionCleanupStatus;
        var findings = new List<Finding>();
        var tooOld = IsOlder(status, MaxAge) ? MaxAge : IsOlder(status, WarnAge) ? WarnAge : null;
        if (tooOld is not null)
        {
            findings.Add(new(
                tooOld == MaxAge ? VerdictState.CRITICAL : VerdictState.WARNING,
                status.LastSuccessAgeSeconds is { } success
                    ? $"no cleanup has succeeded for {StatusReport.Age(success)}, more than {tooOld.Typed}"
                    : "no cleanup has ever succeeded"));
        }

        if ((status.Backlog > MaxBacklog ? MaxBacklog : status.Backlog > WarnBacklog ? WarnBacklog : null) is { } most)
        {
            findings.Add(new(
                status.Backlog > MaxBacklog ? VerdictState.CRITICAL : VerdictState.WARNING,
                $"{Count.Of(status.Backlog, "session")} {(status.Backlog == 1 ? "is" : "are")} expired and not "
                + $"cleaned up, "
                + $"more than {Count.Grouped(most)}"));
        }

        findings.AddRange((document.SessionCleanupProblem ?? []).Select(
            problem => new Finding(VerdictState.CRITICAL, $"{problem.Problem}: {problem.Detail}")));
        if (status.RunsDiedSince > 0)
        {
            findings.Add(new(VerdictState.WARNING,
                $"{Count.Of(status.RunsDiedSince, "run")} died since the last success"));
        }

        if (status.Backlog > 0 && document.CleanupRunHistory is [{ StoppedBy: { } stoppedBy }, ..])
        {
            findings.Add(new(
                VerdictState.WARNING,
                $"the last run was stopped by {stoppedBy}, and {Count.Of(status.Backlog, "session")} "
                + $"{(status.Backlog == 1 ? "is" : "are")} expired"));
        }

        if (document.CleanupRunHistory is [{ SessionsFailed: > 0 } run, ..])
        {
            findings.Add(new(
                VerdictState.WARNING,
                $"the last run could not clean {Count.Of(run.SessionsFailed.Value, "session")} (cleanup_run_failure)"));
        }

        return new Verdict(
            findings.Select(finding => finding.State).DefaultIfEmpty(VerdictState.OK).Max(),
            [.. findings.OrderByDescending(finding => finding.State)],
            string.Create(
                CultureInfo.InvariantCulture,
                $"age={(status.LastSuccessAgeSeconds is { } age ? $"{Math.Floor(age):0}s" : "U")};"
                + $"{WarnAge?.Value.TotalSeconds:0};{MaxAge?.Value.TotalSeconds:0} "
                + $"backlog={status.Backlog};{WarnBacklog};{MaxBacklog}"));
    }

    private static bool IsOlder(CleanupStatus status, AgeLimit? limit) => limit is not null
        && (status.LastSuccessAgeSeconds is not { } age || (double)age > limit.Value.TotalSeconds);
}

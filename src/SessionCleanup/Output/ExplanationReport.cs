using System.Globalization;
using SessionCleanup.Database;

namespace SessionCleanup.Output;

/// <summary>The result of explain, on one screen.</summary>
internal static class ExplanationReport
{
    public static void Write(SessionExplanation session)
    {
        Line("session",
            $"{session.SessionId.ToString(CultureInfo.InvariantCulture)} (share_id "
                + $"{session.ShareId?.ToString() ?? "none"})");
        Line("title", session.Title ?? "none");
        Line("type",
            $"{session.SessionType}, inactivity timeout {session.InactivityTimeout ?? "none: it never expires"}");
        Line("state", session.State);
        Line("why", session.Reason);
        Line("next cleanup", session.NextCleanup);
        Line("locked now", session.IsLocked switch
        {
            true => "yes, by another transaction: pg_locks and pg_stat_activity show whose",
            false => "no",
            null => "not known: the server or the transaction is read-only",
        });
        Line("members", $"{Count.Grouped(session.Members)}, {Count.Grouped(session.MembersOnline)} of them online");
        Line("created", session.CreatedAt);
        Line("last activity", session.LastActivityAt);
        Line("expires", session.ExpiresAt ?? "never");
        Line("deactivated", session.DeactivatedAt ?? "no moment recorded");
        Line("cleanup run", session.CleanupRunId?.ToString(CultureInfo.InvariantCulture) ?? "none");
    }

    /// <summary>A title is what users typed: it must not move the cursor.</summary>
    private static void Line(string name, string value) => Console.WriteLine(
        $"{name + ":",-15}{string.Concat(value.Select(c => char.IsControl(c) ? ' ' : c))}");
}

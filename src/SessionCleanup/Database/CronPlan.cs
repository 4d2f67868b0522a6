using System.Security.Cryptography;
using System.Text;
using SessionCleanup.Errors;

namespace SessionCleanup.Database;

/// <summary>
/// Which statements leave one job, or none, that calls the cleanup of a database: whoever owns those that are there.
/// </summary>
/// <param name="Database">The database that is cleaned.</param>
/// <param name="Home">The database that pg_cron lives in.</param>
/// <param name="IsSuperuser">Whether the role may change the jobs of others.</param>
/// <param name="Found">The jobs like ours, of this database and of databases that do not exist.</param>
internal sealed record CronPlan(string Database, string Home, bool IsSuperuser, IReadOnlyList<CronJob> Found)
{
    public const string NamePrefix = "session-cleanup ";

    public const string Command = "CALL public.cleanup_sessions_in_batches()";

    // pg_cron keeps the name of a job as PostgreSQL's type name, which cuts what is longer.
    private const int LongestName = 63;

    /// <summary>
    /// Our jobs, this role's own one first. Where the database has none, the one that it left when it was renamed.
    /// </summary>
    public IReadOnlyList<CronJob> Existing
    {
        get
        {
            var ours = Found.Where(job => job.Database == Database).OrderByDescending(job => job.IsOwn).ToList();
            var left = Found.Where(job => job.Database != Database && (job.IsOwn || IsSuperuser)).ToList();
            return ours.Count == 0 && left.Count == 1 ? left : ours;
        }
    }

    private string JobName
    {
        get
        {
            var name = NamePrefix + Database;
            if (Encoding.UTF8.GetByteCount(name) <= LongestName)
            {
                return name;
            }

            var end = $"~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8]}";
            while (Encoding.UTF8.GetByteCount(name + end) > LongestName)
            {
                name = name[..^(char.IsLowSurrogate(name[^1]) ? 2 : 1)];
            }

            return name + end;
        }
    }

    /// <returns>Statements as a DBA would type them in <see cref="Home"/>.</returns>
    /// <exception cref="CommandException">There is a job that this role may not replace.</exception>
    public IReadOnlyList<string> Schedule(string schedule)
    {
        RequireOwn();
        var kept = Existing.Count > 0 ? Existing[0] : null;

        // pg_cron itself replaces a job of this name and owner, but does not activate it.
        var isReplaced = kept is { IsOwn: true, IsActive: true } && kept.Database == Database
            && kept.JobName == JobName;
        var job = $"{Quote(JobName)}, {Quote(schedule)}, {Quote(Command)}";
        return
        [
            .. Existing.Where(job => !isReplaced || job != kept).Select(Unschedule),
            kept is { IsOwn: false }
                ? $"SELECT cron.schedule_in_database({job}, {Quote(Database)}, {Quote(kept.Username)});"
                : Database == Home ? $"SELECT cron.schedule({job});"
                : $"SELECT cron.schedule_in_database({job}, {Quote(Database)});",
        ];
    }

    /// <returns>As of <see cref="Schedule"/>. None: there is nothing to remove.</returns>
    /// <exception cref="CommandException">There is a job that this role may not remove.</exception>
    public IReadOnlyList<string> Unschedule()
    {
        RequireOwn();
        return [.. Existing.Select(Unschedule)];
    }

    private string Unschedule(CronJob job) =>
        job.IsOwn && job.JobName == JobName ? $"SELECT cron.unschedule({Quote(JobName)});"
            : $"SELECT cron.unschedule({job.JobId});";

    private void RequireOwn()
    {
        if (!IsSuperuser && Existing.FirstOrDefault(job => !job.IsOwn) is { } other)
        {
            throw new CommandException(
                $"The pg_cron job {other.JobId} '{other.JobName}' belongs to role {other.Username}",
                "Connect as that role, or as a superuser: session-cleanup unschedule removes it, schedule "
                    + "replaces it.");
        }
    }

    /// <summary>A backslash is one character whatever standard_conforming_strings is.</summary>
    private static string Quote(string text)
    {
        var doubled = text.Replace("'", "''", StringComparison.Ordinal);
        return doubled.Contains('\\', StringComparison.Ordinal)
            ? $"E'{doubled.Replace(@"\", @"\\", StringComparison.Ordinal)}'"
            : $"'{doubled}'";
    }
}

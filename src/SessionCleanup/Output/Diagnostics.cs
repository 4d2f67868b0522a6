using System.Text.Json;
using SessionCleanup.Database;
using SessionCleanup.Errors;

namespace SessionCleanup.Output;

/// <summary>What is not the result: lines on stderr, with a timestamp in a log, or each a JSON document.</summary>
internal sealed class Diagnostics(OutputFormat format)
{
    /// <summary>The lines about what happens to a connection meanwhile.</summary>
    public RetryEvents RetryEvents => new(
        (exception, delay) => Write($"{ErrorReport.Of(exception).Problem} Trying again in {delay.TotalSeconds} s."),
        exception => Write(
            $"The connection was lost in a transaction ({exception.Message}); checking whether it committed."),
        warning => Write($"Warning: {warning.MessageText}. {warning.Hint}"));

    public void Write(string line)
    {
        if (format == OutputFormat.json)
        {
            var notice = new NoticeResult(Timestamp.Now(), line);
            Console.Error.WriteLine(JsonSerializer.Serialize(notice, OutputJson.Default.NoticeResult));
            return;
        }

        line = PlainText.OneLine(line);
        Console.Error.WriteLine(Console.IsErrorRedirected ? $"{Timestamp.Now()} {line}" : line);
    }

    /// <summary>The stack trace.</summary>
    public void Write(Exception exception)
    {
        if (format == OutputFormat.json)
        {
            Write(exception.ToString());
        }
        else
        {
            Console.Error.WriteLine(exception.ToString());
        }
    }

    public void Write(ErrorReport report)
    {
        if (format == OutputFormat.json)
        {
            var error = new ErrorResult(
                Timestamp.Now(), report.Problem, report.Remedy, report.ExitStatus, report.SqlState);
            Console.Error.WriteLine(JsonSerializer.Serialize(error, OutputJson.Default.ErrorResult));
            return;
        }

        Write($"session-cleanup: {report.Problem}");
        if (report.Remedy is not null)
        {
            Write(report.Remedy);
        }
    }
}

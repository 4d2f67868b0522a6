using System.Text;

namespace SessionCleanup.Database;

/// <summary>
/// libpq's password file, ~/.pgpass, with lines host:port:database:user:password, read as libpq reads it.
/// </summary>
internal sealed class PasswordFile
{
    private const UnixFileMode OfOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly string[] _lines;

    private PasswordFile(string[] lines) => _lines = lines;

    /// <param name="path">Null: there is no home directory to look in.</param>
    /// <param name="credentials">The directory that systemd passes credentials in. Null: there is none.</param>
    /// <param name="warn">Is called if the file is there and libpq would not use it.</param>
    /// <returns>An empty one where the file is not there, can't be read or is open to others.</returns>
    public static PasswordFile Read(string? path, string? credentials, Action<string> warn)
    {
        // systemd lets the user of a service read a credential by an access control list, which looks like group
        // access.
        var isCredential = !string.IsNullOrEmpty(credentials)
            && path?.StartsWith(credentials, StringComparison.Ordinal) == true;
        try
        {
            if (Path.Exists(path)
                && (Directory.Exists(path)
                    || (!isCredential && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & OfOthers) != 0)))
            {
                warn($"The password file {path} is not used: it has to be a plain file without group or world access "
                    + $"(mode 0600).");
            }
            else if (path is not null)
            {
                return new PasswordFile(File.ReadAllLines(path));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // As libpq does: the server may want no password.
        }

        return new PasswordFile([]);
    }

    /// <returns>What the first line with this host, port, database and user has. Null: there is no such line.</returns>
    public string? Find(string host, int port, string database, string user)
    {
        foreach (var line in _lines.Where(line => !line.StartsWith('#')))
        {
            var rest = new[] { host, $"{port}", database, user }.Aggregate<string, string?>(line, AfterField);
            if (rest is not null)
            {
                return Password(rest);
            }
        }

        return null;
    }

    /// <returns>What is after the first field and its colon. Null: the field is another one.</returns>
    private static string? AfterField(string? line, string field)
    {
        if (line is null)
        {
            return null;
        }

        if (line.StartsWith("*:", StringComparison.Ordinal))
        {
            return line[2..];
        }

        var matched = 0;
        for (var index = 0; index < line.Length; index++)
        {
            if (line[index] == ':' && matched == field.Length)
            {
                return line[(index + 1)..];
            }

            index += line[index] == '\\' ? 1 : 0;
            if (matched == field.Length || index >= line.Length || line[index] != field[matched++])
            {
                return null;
            }
        }

        return null;
    }

    private static string Password(string text)
    {
        var password = new StringBuilder();
        for (var index = 0; index < text.Length && text[index] != ':'; index++)
        {
            index += text[index] == '\\' && index + 1 < text.Length ? 1 : 0;
            password.Append(text[index]);
        }

        return password.ToString();
    }
}

using System.Collections;
using System.Runtime.InteropServices;
using SessionCleanup.Errors;

namespace SessionCleanup.Database;

/// <summary>What the machine and the environment have to be like for a connection.</summary>
internal static class Surroundings
{
    /// <summary>The names under which .NET looks for OpenSSL.</summary>
    private static readonly string[] OpenSslVersions = ["3", "1.1", "1.0.2", "1.0.0", "10"];

    /// <summary>
    /// Without OpenSSL, the first checksum, password or TLS handshake would end the process with a signal.
    /// </summary>
    /// <param name="canLoad">Whether there is a library of that name. Null: of this machine.</param>
    /// <exception cref="CommandException">OpenSSL is missing.</exception>
    public static void RequireOpenSsl(Func<string, bool>? canLoad = null)
    {
        canLoad ??= name => NativeLibrary.TryLoad(name, out _);
        var chosen = Environment.GetEnvironmentVariable("CLR_OPENSSL_VERSION_OVERRIDE");
        var versions = string.IsNullOrEmpty(chosen) ? OpenSslVersions : [chosen, .. OpenSslVersions];
        if (OperatingSystem.IsLinux() && !Array.Exists(versions, version => canLoad($"libssl.so.{version}")))
        {
            throw new CommandException(
                "No usable version of libssl was found, which passwords and TLS need",
                "Install OpenSSL 3 or 1.1 (on Debian: apt-get install libssl3).");
        }
    }

    /// <summary>
    /// A crontab or a container's environment file that Windows wrote gives each value a carriage return.
    /// </summary>
    /// <exception cref="UsageException">One of the variables for the connection ends in one.</exception>
    public static void RefuseWindowsLineEnds(IDictionary environment)
    {
        var variables = environment.Keys.Cast<string>().Order(StringComparer.Ordinal)
            .Where(name => name == ConnectionSettings.Variable || name.StartsWith("PG", StringComparison.Ordinal));
        if (variables.FirstOrDefault(name => environment[name] is string value && value.EndsWith('\r')) is { } variable)
        {
            throw new UsageException(
                $"The value of {variable} ends in a carriage return: the file that sets it has the line ends "
                        + "of Windows",
                "Remove them: sed -i 's/\\r$//' FILE.");
        }
    }
}

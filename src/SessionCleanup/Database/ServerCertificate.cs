using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Npgsql;
using SessionCleanup.Errors;

namespace SessionCleanup.Database;

/// <summary>
/// Checks the server's certificate for sslmode=verify-ca and verify-full. Npgsql checks it in the same way, but keeps
/// the reason to itself.
/// </summary>
internal sealed class ServerCertificate
{
    private readonly string? _roots;
    private readonly bool _isNameChecked;

    private ServerCertificate(string? roots, bool isNameChecked) => (_roots, _isNameChecked) = (roots, isNameChecked);

    /// <summary>Takes over from Npgsql what is to be checked, if anything is.</summary>
    public static void Check(NpgsqlDataSourceBuilder builder)
    {
        var settings = builder.ConnectionStringBuilder;
        if (settings.SslMode is not (SslMode.VerifyCA or SslMode.VerifyFull))
        {
            return;
        }

        var certificate = new ServerCertificate(
            settings.RootCertificate ?? DefaultRoots(), settings.SslMode == SslMode.VerifyFull);
        settings.SslMode = SslMode.Require;
        settings.RootCertificate = null;
        builder.UseSslClientAuthenticationOptionsCallback(
            options => options.RemoteCertificateValidationCallback = certificate.Verify);
    }

    /// <returns>True.</returns>
    /// <exception cref="AuthenticationException">
    /// The certificate is not to be trusted; the message is the reason.
    /// </exception>
    private bool Verify(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 shown || chain is null)
        {
            throw new AuthenticationException("the server shows no certificate");
        }

        if (_isNameChecked && errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            throw new AuthenticationException($"the server's certificate is for another host: {Names(shown)}");
        }

        var isTrusted = _roots is null ? !errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)
            : Build(chain, shown);
        return isTrusted ? true : throw new AuthenticationException(Reason(chain, shown));
    }

    /// <summary>Nothing but the certificates of the file is trusted.</summary>
    private bool Build(X509Chain chain, X509Certificate2 shown)
    {
        try
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(_roots!);
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new AuthenticationException($"the file of sslrootcert can't be read: {exception.Message}", exception);
        }

        return chain.ChainPolicy.CustomTrustStore.Count > 0
            ? chain.Build(shown)
            : throw new AuthenticationException("the file of sslrootcert has no certificate in it");
    }

    private static string Reason(X509Chain chain, X509Certificate2 shown)
    {
        var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            return $"the server's certificate, or its issuer's, is not valid now: from "
            + $"{shown.NotBefore.ToUniversalTime():u} to "
                + $"{shown.NotAfter.ToUniversalTime():u}";
        }

        return (status & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0
            ? $"the issuer of the server's certificate is not trusted: {ErrorReport.OneLine(shown.Issuer)}"
            : $"the server's certificate is not trusted: {status}";
    }

    private static string Names(X509Certificate2 certificate)
    {
        var alternatives = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().ToArray();
        var names = alternatives.SelectMany(one => one.EnumerateDnsNames())
            .Concat(alternatives.SelectMany(one => one.EnumerateIPAddresses()).Select(address => $"{address}"))
                .ToArray();
        return ErrorReport.OneLine(names.Length > 0 ? string.Join(", ", names) : certificate.Subject);
    }

    /// <summary>Of libpq. Null: those that the system trusts.</summary>
    private static string? DefaultRoots()
    {
        var file = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".postgresql", "root.crt");
        return File.Exists(file) ? file : null;
    }
}

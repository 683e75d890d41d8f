using System.Security.Authentication;
using System.Security.Cryptography;
using Npgsql;

namespace SnapshotSeed.Cli.Connections;

internal static class TlsFailure
{
    private const string Handshake = "SSL handshake";
    private const string Callback = nameof(System.Net.Security.RemoteCertificateValidationCallback);

    /// <summary>Reason and next step, or null for an exception that has nothing to do with TLS.</summary>
    public static (string Reason, string Hint)? Explain(Exception exception) =>
        exception switch
        {
            NpgsqlException { InnerException: { } cause } e
                when e.Message.Contains(Handshake, StringComparison.Ordinal) => Explain(cause)
                ?? OfHandshake(cause.GetBaseException()),
            CryptographicException
            or FileNotFoundException
            or DirectoryNotFoundException
            or UnauthorizedAccessException
            or ArgumentException { ParamName: "privateKey" } => (
                $"a certificate or key cannot be used: {exception.Message}",
                "Check the files of sslcert, sslkey and sslrootcert, also those in ~/.postgresql, and sslpassword."
            ),
            _ => null,
        };

    // Which of the two it was, .NET does not say.
    private static (string Reason, string Hint) OfHandshake(Exception cause) =>
        cause is AuthenticationException && cause.Message.Contains(Callback, StringComparison.Ordinal)
            ? (
                "the server's certificate is not accepted: no trusted root has signed it or, with "
                    + "sslmode=verify-full, it is for another host",
                "Name the root certificate's file in sslrootcert and the host as the certificate has it; "
                    + "sslmode=require takes any certificate."
            )
            : (
                $"the TLS handshake failed: {cause.Message}",
                "Check sslmode, and the certificates and protocols on both sides; the server's log may say more."
            );
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using static ErrorManagement.ErrorCategory;

namespace ErrorManagement.Core.Tests.Classification;

// Keys, signatures, certificates.
internal static partial class ThrownForReal
{
    private static Dictionary<string, Case> Cryptography() => new()
    {
        ["crypto: wrong tag"] = new(Sync(WrongTag), DataValidation),
        ["crypto: wrong padding"] = new(Sync(WrongPadding), DataValidation),
        ["crypto: cut off"] = new(Sync(() => WithAes(aes => aes.DecryptCbc(new byte[15], new byte[16]))), DataValidation),
        ["crypto: encrypted with another key"] = new(Sync(WrongKey), DataValidation, Identity: AnyHResult),
        ["crypto: key of no such size"] = new(Sync(() => WithAes(aes => aes.KeySize = 7)), DataValidation),
        ["crypto: key that is none"] = new(Sync(() => RSA.Create().ImportPkcs8PrivateKey([1, 2, 3], out _)), DataValidation),
        ["crypto: key without its private part"] = new(Sync(SignWithPublicKey), DataValidation, Identity: AnyHResult),
        ["crypto: no certificate"] = new(Sync(() => X509CertificateLoader.LoadCertificate([1, 2, 3])), DataValidation),
        ["crypto: wrong password"] = new(Sync(WrongPassword), Authentication, Identity: "hresult:0x80070056"),
        ["crypto: no PEM"] = new(Sync(() => X509Certificate2.CreateFromPem("x")), DataValidation),
        ["crypto: no such curve"] = new(Sync(() => ECDsa.Create(ECCurve.CreateFromFriendlyName("none-such"))), Permanent),
        ["crypto: no rounds"] = new(Sync(() => Rfc2898DeriveBytes.Pbkdf2("x", new byte[8], 0, HashAlgorithmName.SHA256, 8)), DataValidation),
        ["crypto: no such hash"] = new(Sync(() => Rfc2898DeriveBytes.Pbkdf2("x", new byte[8], 1, new HashAlgorithmName("none-such"), 8)), DataValidation),
    };

    private static void WithAes(Action<Aes> use)
    {
        using var aes = Aes.Create();
        use(aes);
    }

    private static void WrongTag()
    {
        using var aes = new AesGcm(new byte[16], 16);
        aes.Decrypt(new byte[12], new byte[4], new byte[16], new byte[4]);
    }

    private static void WrongPadding() => WithAes(aes =>
    {
        aes.Key = new byte[16];
        var encrypted = aes.EncryptCbc(new byte[16], new byte[16], PaddingMode.None); // ends in a zero, which no padding does
        aes.DecryptCbc(encrypted, new byte[16], PaddingMode.PKCS7);
    });

    private static void WrongKey()
    {
        using var one = RSA.Create(2048);
        using var other = RSA.Create(2048);
        other.Decrypt(one.Encrypt([1], RSAEncryptionPadding.OaepSHA256), RSAEncryptionPadding.OaepSHA256);
    }

    private static void SignWithPublicKey()
    {
        using var whole = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var half = ECDsa.Create(whole.ExportParameters(includePrivateParameters: false));
        half.SignData([1], HashAlgorithmName.SHA256);
    }

    private static void WrongPassword()
    {
        using var certificate = OwnCertificate();
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12, "right"), "wrong");
    }
}

using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Tests.Grouping;

public sealed class FirstFingerprintRulesTests
{
    // Made by the rules as they were when they were replaced. None may ever change: exports hold them.
    private static readonly (string Component, string[] Types, string? Identity, string Template, string Fingerprint)[] Golden =
    [
        ("payments", ["System.InvalidOperationException", "System.TimeoutException"], "http:503", "order <num> failed", "v1:9d961205cc231a91ac3f6bb0b362b7ef"),
        ("\u00fcber", ["T"], null, "", "v1:87e64687bc5b99e4707fd1cfee09963d"),
        ("orders", ["System.InvalidOperationException"], null, "order <num> failed", "v1:df6e3e280f6b482ca36e60bab30131ad"),
        ("orders", ["System.IO.IOException"], "hresult:0x0000001c", "No space left on device : <str>", "v1:44584356888132ac6b60ab3123abb66e"),
        ("web", ["System.Net.Http.HttpRequestException", "System.Net.Sockets.SocketException"], "socket:ConnectionRefused", "Connection refused (localhost:<num>)", "v1:369a4933319fd1e6bcfe0b6fb919af62"),
        ("web", ["System.Net.Http.HttpRequestException"], "http:404", "Response status code does not indicate success: <num> (Not Found).", "v1:c0f01fe8c82901958620700868d93edf"),
        ("db", ["Npgsql.PostgresException"], "sqlstate:23505", "<num>: duplicate key value violates unique constraint <str>", "v1:dc1684f8cbed27098958aceea5c62131"),
        ("db", ["Microsoft.Data.Sqlite.SqliteException"], "sqlite:5", "SQLite Error <num>: <str>.", "v1:4be40227653ccb10accb54a0cb018eec"),
        ("jobs", ["System.AggregateException", "System.FormatException", "System.TimeoutException"], null, "One or more errors occurred.", "v1:50446e4faa57c22b1a54563ac198f563"),
        ("jobs", ["Shop.Failure`1[System.Int32]"], null, "failed", "v1:c17556056250da682b28cd8b78418856"),
        ("jobs", ["Shop.Failure`1[System.Collections.Generic.List`1[System.String]]"], null, "failed", "v1:35a8ee782df78cbc89078512a7fbb934"),
        ("unknown", ["unknown"], null, "unknown", "v1:31aa6e3680922b6b06ddde5e34e9da86"),
        ("log", ["Shop.Checkout"], null, "Payment {Id} failed for {User}", "v1:8e2ffe83b70246c75fca42a2d7ea808f"),
        ("probe", ["ErrorManagement.Tests.CodedProbeException"], "TEST-PROBE-001", "it broke", "v1:576e2d4556654bef85a43a2242cefa66"),
        ("a", ["b"], "c", "d", "v1:2092b9d6222b102f0f80264a3b4836a7"),
        ("ab", [""], "c", "d", "v1:d55c415202e2cd72bed1681be62421fa"),
        ("a", ["b", "c"], "", "d", "v1:47a9fc87d8cd1d0b0bac3891bdcc6eac"),
        ("a", ["b"], null, "cd", "v1:6c61104a2d36237ceb9ed3252dcf91d8"),
        ("\u65e5\u672c", ["\u30a8\u30e9\u30fc"], null, "\u5834\u6240 <num>", "v1:45b28aca4509c2a976cfad1c0e1d9466"),
        ("emoji", ["T"], null, "\ud83d\ude00 <num>", "v1:b2338e48cec8e91139ed9c264136ba21"),
        ("lines", ["T"], null, "a\nb\r\nc\t<path>", "v1:d66a29592572227a98ab9d35378bcd6b"),
        ("long", ["T"], null, new string('x', 1024), "v1:0d9873907d47938d4cd2402eff403041"),
        ("deep", ["A", "B", "C", "D", "E", "F", "G", "H"], null, "<str>", "v1:de887456769386c13809819182d0e94f"),
        ("mail", ["System.Net.Mail.SmtpException"], "smtp:550", "Mailbox unavailable. <email>", "v1:34f883267322b37b15f4f9a2e861ef09"),
    ];

    [Fact] // D3: a new version of the rules finds the old records again
    public void Fingerprints_of_version_1_are_the_same_for_ever()
    {
        foreach (var (component, types, identity, template, fingerprint) in Golden)
        {
            FirstFingerprintRules.Of(component, types, identity, template).ToString().Should().Be(fingerprint, "of {0} {1} {2} {3}", component, types, identity, template);
        }
    }

    [Theory]
    [InlineData(typeof(InvalidOperationException), "System.InvalidOperationException")]
    [InlineData(typeof(Box<int>), "ErrorManagement.Analytics.Tests.Grouping.FirstFingerprintRulesTests+Box`1[System.Int32]")]
    [InlineData(typeof(Box<List<string>>), "ErrorManagement.Analytics.Tests.Grouping.FirstFingerprintRulesTests+Box`1[System.Collections.Generic.List`1[System.String]]")]
    public void Types_were_named_by_the_runtime_without_assemblies(Type type, string name) => FirstTypeNames.Of(type).Should().Be(name);

    private sealed class Box<T> : Exception;
}

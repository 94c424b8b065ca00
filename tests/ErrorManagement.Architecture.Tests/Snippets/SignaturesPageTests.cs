using ErrorManagement.Analytics;
using ErrorManagement.Analytics.Signatures;
using Microsoft.Extensions.DependencyInjection;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code of docs/signatures.md, and the figures that the page shows.</summary>
public sealed class SignaturesPageTests
{
    [Fact]
    public void Use()
    {
        using var registry = new ErrorRegistry();
        var lines = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            registry.Record(new TimeoutException($"order {i} took too long"), "payments");
        }

        for (var i = 0; i < 5; i++)
        {
            registry.Record(new ErrorOccurrence("shop", "ModuleNotFoundError", "No module named 'requests'"));
        }

        registry.Record(new ErrorOccurrence("shop", "X", "GET /orders: HTTP 404"));
        registry.Record(new ErrorOccurrence("shop", "X", "read 1500 rows to line 404"));

        #region use
        foreach (var pattern in registry.GetSignaturePatterns(window: TimeSpan.FromHours(24)))
        {
            lines.Add($"{pattern.PatternName}: {pattern.Occurrences}, {pattern.Signature.SeverityName}");
        }

        foreach (var todo in registry.GetRecommendations(window: TimeSpan.FromHours(24)))
        {
            lines.Add($"{todo.SeverityName}: {todo.Issue} ({todo.RootCause}, {todo.AffectedCount} times), {todo.EstimatedFixTime}");
        }
        #endregion

        lines.Should().Equal(
            "Timeout Error: 12, medium",
            "Import Error: 5, high",
            "Missing Resource: 1, medium",
            "Unknown: 1, medium",
            "high: Timeout Error (Performance Issue, 12 times), 1–2 hours",
            "medium: Import Error (Dependency Issue, 5 times), 30–60 minutes");
    }

    [Fact]
    public void One()
    {
        #region one
        var match = ErrorSignatures.Default.Match(new InvalidOperationException("no price", new TimeoutException("the price service is slow")));
        Console.WriteLine($"{match.Signature.Name} because of '{match.Reason}': {match.Signature.Recommendation}");
        #endregion

        match.Signature.Name.Should().Be("timeout_error");
        match.Reason.Should().Be("timeout");
    }

    [Fact]
    public void Rules()
    {
        var services = new ServiceCollection();

        #region rules
        services.AddErrorManagement(o => o.Signatures
            .InsertBefore("import_error", new SignatureRule
            {
                Name = "card_declined",
                Category = "Payment Issue",
                Severity = ErrorSeverity.Info,
                Recommendation = "Nothing is broken: ask the customer for another card.",
                Keywords = { "card declined", "do_not_honor" },
                StatusCodes = { 402 },
            })
            .InsertAfter("database_error", new SignatureRule
            {
                Name = "replica_behind",
                Category = "Database Issue",
                Recommendation = "Read from the primary until the replica has caught up.",
                Matches = input => input.Exception?.Data["lag"] is > 10,
            })
            .MoveBefore("database_error", "timeout_error")
            .Remove("git_error"));
        #endregion

        using var provider = services.BuildServiceProvider();
        var signatures = provider.GetRequiredService<ErrorSignatures>();
        signatures.Signatures.Select(s => s.Name).Should().StartWith("card_declined").And.ContainInOrder("database_error", "timeout_error", "replica_behind").And.NotContain("git_error");
        signatures.Match(new InvalidOperationException("x") { Data = { ["lag"] = 11 } }).Signature.Name.Should().Be("replica_behind");
    }

    [Fact]
    public void Runs()
    {
        #region runs
        var failures = new[]
        {
            (Run: "r1", PhaseErrors: """{"Build": "No module named 'requests'", "Test": "timed out after 30 s"}"""),
            (Run: "r2", PhaseErrors: """{"Build": "ImportError: cannot import name 'x'"}"""),
            (Run: "r3", PhaseErrors: "not JSON: counts as absent"),
        };
        var patterns = ErrorSignatures.Default.FindPatterns(
            from failure in failures
            from error in PhaseErrors.Parse(failure.PhaseErrors)
            select new SignatureOccurrence(error.Message, Phase: error.Phase, Run: failure.Run));
        #endregion

        patterns.Select(p => $"{p.PatternName} {p.Occurrences} {string.Join(',', p.AffectedPhases)} {string.Join(',', p.AffectedRuns)}")
            .Should().Equal("Import Error 2 Build r1,r2", "Timeout Error 1 Test r1");
    }
}

using ErrorManagement.Analytics;
using ErrorManagement.Fallbacks;
using Microsoft.Extensions.DependencyInjection;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code of docs/graceful-degradation.md and of the rules in docs/fallbacks.md.</summary>
public sealed class GracefulDegradationPageTests
{
    [Fact]
    public async Task By_hand()
    {
        using var registry = new ErrorRegistry();
        var cancellationToken = CancellationToken.None;
        #region feature
        var offers = new GracefulDegradation<List<string>>("offers", () => [], new GracefulDegradationOptions { ProbeInterval = TimeSpan.FromSeconds(10) }, sink: registry);

        var shown = await offers.ExecuteAsync(token => AskRecommenderAsync(token), cancellationToken);
        #endregion

        shown.Should().BeEmpty();
        await registry.FlushAsync(cancellationToken);
        registry.GetErrors().Should().ContainSingle().Which.Should().BeEquivalentTo(new { Component = "offers", Severity = ErrorSeverity.Warning, Count = 1 });
    }

    [Fact]
    public void In_a_container()
    {
        var services = new ServiceCollection();
        #region container
        services.AddErrorManagement()
            .AddGracefulDegradation<List<string>>("offers", _ => [], o => o.ProbeInterval = TimeSpan.FromSeconds(10))
            .AddGracefulDegradation("live-price", -1m);

        // [FromKeyedServices("offers")] GracefulDegradation<List<string>> offers
        // DegradationRegistry features
        #endregion
        using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<DegradationRegistry>().GetStates().Select(s => s.Feature).Should().Equal("live-price", "offers");
    }

    [Fact]
    public async Task Rules()
    {
        var prices = new CachedResponseFallback<string>();
        #region rules
        var busy = prices.For("apples").When((exception, verdict) => verdict.Category == ErrorCategory.RateLimit);
        var chain = new FallbackChain<string>(busy, new DefaultValueFallback<string>("ask us"));

        var rules = new ConditionalFallback<string>(chain, new FallbackOptions<string>
        {
            When = (exception, verdict) => verdict.Category != ErrorCategory.DataValidation,
            WhenResult = price => price.Length == 0,
            OnFallback = fell => Console.WriteLine($"{fell.FallbackName} answers for {fell.Verdict.Category}"),
        });
        #endregion

        (await rules.RunAsync(_ => Task.FromResult(""))).Should().Be("ask us");
        (await FluentActions.Awaiting(async () => await rules.RunAsync(_ => Task.FromException<string>(new FormatException()))).Should().ThrowAsync<FormatException>()).Which.Should().NotBeNull();
    }

    private static Task<List<string>> AskRecommenderAsync(CancellationToken cancellationToken) => Task.FromException<List<string>>(new TimeoutException());
}

using ErrorManagement.Analytics;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code of docs/life-cycle.md.</summary>
public sealed class LifeCyclePageTests
{
    [Fact]
    public void Use()
    {
        using var registry = new ErrorRegistry();
        var id = registry.Record(new TimeoutException("a"), "a").Id;
        var other = registry.Record(new TimeoutException("b"), "b").Id;
        var noisy = registry.Record(new TimeoutException("c"), "c").Id;

        #region use
        registry.Resolve(id, "mended by #41", inRelease: "2.2.0");
        registry.Mute(other, DateTimeOffset.UtcNow.AddDays(1), "the supplier knows");
        registry.MuteUntilPerHour(noisy, 100);

        registry.ErrorChanged += (_, told) =>
        {
            if (told.Change.Kind is ErrorChange.New or ErrorChange.Regressed or ErrorChange.Unmuted)
            {
                Console.WriteLine($"{told.ErrorType} in {told.Component}: {told.Change.Reason}");
            }
        };
        #endregion

        registry.GetStatistics().StatusBreakdown.Should().BeEquivalentTo(new Dictionary<ErrorStatus, int> { [ErrorStatus.Resolved] = 1, [ErrorStatus.Muted] = 2 });
    }
}

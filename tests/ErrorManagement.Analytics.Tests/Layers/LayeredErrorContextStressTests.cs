using ErrorManagement.Analytics.Layers;
using ErrorManagement.Analytics.Patterns;
using ErrorManagement.Analytics.Scrubbing;
using ErrorManagement.Recovery;

namespace ErrorManagement.Analytics.Tests.Layers;

public sealed class LayeredErrorContextStressTests
{
    private const int Threads = 6;
    private const int Errors = 20_000;

    [Fact] // U24
    public void Whatever_many_threads_do_every_error_is_counted_once_and_the_level_never_falls()
    {
        var manager = new RecoveryManager();
        manager.Add(RecoveryStrategy.From("reconnect", (_, _) => Task.FromResult(RecoveryOutcome.Partial)));
        var context = new LayeredErrorContext(null, TimelineSettings.Default, () => manager, null, new SecretScrubber(new ScrubbingOptions()), isFed: true);
        var stop = 0;
        var fallen = 0;
        var reader = new Thread(() =>
        {
            var level = ErrorSeverity.Debug;
            while (Volatile.Read(ref stop) == 0)
            {
                var snapshot = context.GetSnapshot();
                fallen += snapshot.EscalationLevel < level || snapshot.Layers.Sum(l => l.ErrorCount) != snapshot.ErrorCount ? 1 : 0;
                level = snapshot.EscalationLevel;
                fallen += context.GetTimeline().Count > 1_000 ? 1 : 0;
            }
        });
        reader.Start();
        string[] layers = ["api", "service", "core", "infrastructure", "batch"];
        var threads = Enumerable.Range(0, Threads).Select(t => new Thread(() =>
        {
            for (var i = 0; i < Errors; i++)
            {
                var layer = layers[(i + t) % layers.Length];
                if (t % 2 == 0)
                {
                    context.AddError(layer, $"T{i % 5}", "m", (ErrorSeverity)(i % 4));
                }
                else
                {
                    context.Feed(new NewLayerError { Layer = layer, ErrorType = $"T{i % 5}", Message = "m", Severity = (ErrorSeverity)(i % 4), IsFed = true });
                }
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Volatile.Write(ref stop, 1);
        reader.Join();

        fallen.Should().Be(0);
        context.ErrorCount.Should().Be((Threads * Errors) - context.MissedErrors);
        context.GetStatuses().Sum(s => s.ErrorCount).Should().Be(context.ErrorCount);
        context.GetStatuses().Should().OnlyContain(s => s.ErrorCount > 0);
        context.EscalationLevel.Should().Be(ErrorSeverity.Error);
        context.GetTimeline().Should().HaveCount(1_000);
    }
}

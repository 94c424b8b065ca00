using System.Text;
using ErrorManagement.Architecture.Tests.Docs;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.TestKit;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code and the JSON of docs/circuit-breaker-restart.md.</summary>
public sealed class RestartPageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("restart").FullName;
    private readonly List<Exception> _unusable = [];
    private readonly FakeTimeProvider _clock = new();
    private readonly CircuitStateFile _state;

    public RestartPageTests() => _state = new CircuitStateFile(Path.Combine(_folder, "circuits.json"), _unusable.Add);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Two_runs_of_a_host_share_what_the_breakers_know()
    {
        using var first = new CircuitBreakerRegistry(timeProvider: _clock);
        await RunAsync(first, () =>
        {
            first.GetOrAdd("payments").Isolate();
            first.GetOrAdd("stock").MoveTo(CircuitState.Open);
        });
        _clock.Advance(TimeSpan.FromSeconds(15));

        using var second = new CircuitBreakerRegistry(timeProvider: _clock);
        await RunAsync(second, () =>
        {
            second.GetOrAdd("payments").Mode.Should().Be(CircuitMode.Isolated);
            second.GetOrAdd("stock").GetMetrics().RetryAfter.Should().Be(TimeSpan.FromSeconds(45));
        });

        Directory.GetFiles(_folder).Should().ContainSingle();
        _unusable.Should().BeEmpty();
    }

    [Theory]
    [InlineData("half of a fi")]
    [InlineData("""{"version": 7, "breakers": []}""")]
    public async Task A_file_that_cannot_be_used_does_not_keep_the_host_from_starting(string text)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "circuits.json"), text);
        using var registry = new CircuitBreakerRegistry(timeProvider: _clock);

        await RunAsync(registry, () => registry.GetOrAdd("stock").State.Should().Be(CircuitState.Closed));

        _unusable.Should().ContainSingle().Which.Should().BeOfType<FormatException>();
    }

    [Fact]
    public async Task The_file_that_the_page_shows_is_one()
    {
        var shown = string.Join('\n', MarkdownFile.All.Single(p => p.Path == "docs/circuit-breaker-restart.md").FirstBlock("json")!);
        using var page = new MemoryStream(Encoding.UTF8.GetBytes(shown));
        using var written = new MemoryStream();

        await CircuitBreakerSnapshots.WriteAsync(written, await CircuitBreakerSnapshots.ReadAsync(page));

        Encoding.UTF8.GetString(written.ToArray()).Should().Be(shown);
    }

    private async Task RunAsync(ICircuitBreakerRegistry registry, Action work)
    {
        var (state, host) = (_state, new { RunAsync = new Func<Task>(() => Task.Run(work)) });
        #region run
        await state.RestoreAsync(registry); // before the first call
        try
        {
            await host.RunAsync(); // until it is told to stop and the calls have ended
        }
        finally
        {
            await state.SaveAsync(registry);
        }
        #endregion
    }
}

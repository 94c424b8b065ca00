using Microsoft.Extensions.DependencyInjection;

namespace ErrorManagement.Analytics.Tests.Hosting;

/// <summary>Channels that can be disposed asynchronously alone: a container that is disposed synchronously throws at a service like that.</summary>
public sealed class AsyncOnlyChannelTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_container_can_be_disposed_in_either_way_and_disposes_of_them(bool isAsynchronous)
    {
        var (alerts, reports) = (new AsyncOnlyChannel(), new AsyncOnlyChannel());
        var services = new ServiceCollection();
        services.AddErrorManagement().AddAlertChannel(_ => alerts).AddReportChannel(_ => reports);
        var provider = services.BuildServiceProvider();
        var manager = provider.GetRequiredService<AlertManager>();
        manager.GetChannels().Select(channel => channel.Name).Should().Contain("async");
        manager.Raise("told", ErrorSeverity.Error, "It is so.");
        await manager.FlushAsync();
        (await provider.GetRequiredService<ReportScheduler>().SendAsync(new ReportDocument { ReportType = "x", Title = "t", Summary = "s", Json = "{}", Markdown = "m", Html = "h" })).Should().Be(1);

        if (isAsynchronous)
        {
            await provider.DisposeAsync();
        }
        else
        {
            provider.Dispose();
        }

        await Task.WhenAll(alerts.Disposed, reports.Disposed).WaitAsync(Patience);
        (alerts.Told, reports.Told).Should().Be((1, 1));
    }

    [Fact]
    public async Task A_disposal_that_fails_or_never_ends_keeps_no_host_from_its_end()
    {
        var (fails, hangs) = (new AsyncOnlyChannel { OnDispose = () => throw new InvalidOperationException() }, new AsyncOnlyChannel { OnDispose = () => new ValueTask(new TaskCompletionSource().Task) });
        var services = new ServiceCollection();
        services.AddErrorManagement().AddAlertChannel(_ => fails).AddAlertChannel(_ => hangs);
        var provider = services.BuildServiceProvider();
        provider.GetRequiredService<AlertManager>();

        provider.Dispose();

        await Task.WhenAll(fails.Disposed, hangs.Disposed).WaitAsync(Patience);
    }

    [Fact]
    public void A_channel_that_any_container_can_dispose_of_is_given_as_it_is()
    {
        var channel = new DelegateAlertChannel("plain", (_, _) => default);
        var services = new ServiceCollection();
        services.AddErrorManagement().AddAlertChannel(_ => channel);
        using var provider = services.BuildServiceProvider();

        provider.GetServices<IAlertChannel>().Should().Contain(channel);
    }

    private sealed class AsyncOnlyChannel : IAlertChannel, IReportChannel, IAsyncDisposable
    {
        private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Func<ValueTask> OnDispose { get; init; } = static () => default;

        public string Name => "async";

        public int Told { get; private set; }

        public Task Disposed => _disposed.Task;

        public ValueTask SendAsync(AlertNotice notice, CancellationToken cancellationToken) => Tell();

        public ValueTask SendAsync(ReportDocument document, CancellationToken cancellationToken) => Tell();

        public ValueTask DisposeAsync()
        {
            _disposed.TrySetResult();
            return OnDispose();
        }

        private ValueTask Tell()
        {
            Told++;
            return default;
        }
    }
}

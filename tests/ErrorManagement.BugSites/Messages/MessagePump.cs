namespace ErrorManagement.BugSites.Messages;

/// <summary>Asynchronous calls, with and without yields, deep and flat.</summary>
internal static class MessagePump
{
    private static readonly int[] Three = [1, 2, 3];

    public static async Task RunAsync(string action, int i)
    {
        switch (action)
        {
            case "direct":
                await DirectAsync(i);
                break;
            case "yielded":
                await YieldedAsync(i);
                break;
            case "deep":
                await DeepAsync(i, 5);
                break;
            case "chain":
                await Chain.OneAsync(i, yields: false);
                break;
            case "chain-yields":
                await Chain.FirstAsync(i);
                break;
            case "value-task":
                await ValueAsync(i);
                break;
            case "value-task-yields":
                Sink.Take(await ValueYieldedAsync(i));
                break;
            case "when-all":
                await Task.WhenAll(PartAsync(i), PartAsync(i + 1), PartAsync(i + 2));
                break;
            case "when-all-waited":
                Task.WhenAll(PieceAsync(i), PieceAsync(i + 1)).Wait();
                break;
            case "task-run":
                await Task.Run(() => Work(i));
                break;
            case "lambda":
                await LambdaAsync(i);
                break;
            case "local":
                await LocalAsync(i);
                break;
            case "stream-first":
                await foreach (var x in Stream(i, good: 0))
                {
                    Sink.Take(x);
                }

                break;
            case "stream-later":
                await DrainAsync(i);
                break;
            case "configured":
                await ConfiguredAsync(i).ConfigureAwait(false);
                break;
            case "timed-out":
                await WaitAsync();
                break;
            case "faulted":
                await Faulted(i);
                break;
            case "dispose":
                await DisposeAsync(i);
                break;
            case "caught-inside":
                await CaughtInsideAsync(i);
                break;
            case "parallel":
                Parallel.ForEach(Three, x => Portion(x, i));
                break;
            case "not-async":
                await NotAsync(i);
                break;
            default:
                throw new ArgumentException(action);
        }
    }

    private static async Task DirectAsync(int i)
    {
        Guard.Require(i < 0);
        await Task.CompletedTask;
    }

    private static async Task YieldedAsync(int i)
    {
        await Task.Yield();
        Guard.Require(i < 0);
    }

    // Calls itself, each time through a yield.
    private static async Task DeepAsync(int i, int depth)
    {
        if (depth == 0)
        {
            await Task.Yield();
            Guard.Require(i < 0);
        }

        await DeepAsync(i, depth - 1);
    }

    private static async ValueTask ValueAsync(int i)
    {
        Guard.Require(i < 0);
        await ValueTask.CompletedTask;
    }

    private static async ValueTask<int> ValueYieldedAsync(int i)
    {
        await Task.Yield();
        Guard.Require(i < 0);
        return i;
    }

    private static async Task PartAsync(int i)
    {
        await Task.Yield();
        throw new InvalidOperationException($"Part {i} cannot be sent.");
    }

    private static async Task PieceAsync(int i)
    {
        await Task.Yield();
        throw new InvalidOperationException($"Part {i} cannot be sent.");
    }

    private static void Work(int i) => Guard.Require(i < 0);

    private static async Task LambdaAsync(int i)
    {
        Func<int, Task> send = async x =>
        {
            await Task.Yield();
            Guard.Require(x < 0);
        };
        await send(i);
    }

    private static async Task LocalAsync(int i)
    {
        await SendAsync();

        async Task SendAsync()
        {
            await Task.CompletedTask;
            Guard.Require(i < 0);
        }
    }

    private static async IAsyncEnumerable<int> Stream(int i, int good)
    {
        for (var at = 0; at < good; at++)
        {
            await Task.Yield();
            yield return at;
        }

        Guard.Require(i < 0);
    }

    private static async Task DrainAsync(int i)
    {
        await foreach (var x in Later(i))
        {
            Sink.Take(x);
        }
    }

    private static async IAsyncEnumerable<int> Later(int i)
    {
        yield return i;
        await Task.Yield();
        Guard.Require(i < 0);
        yield return i + 1;
    }

    private static async Task ConfiguredAsync(int i)
    {
        await Task.Delay(0).ConfigureAwait(false);
        await InnerConfiguredAsync(i).ConfigureAwait(false);
    }

    private static async Task InnerConfiguredAsync(int i)
    {
        await Task.Yield();
        Guard.Require(i < 0);
    }

    private static async Task WaitAsync() => await new TaskCompletionSource().Task.WaitAsync(TimeSpan.Zero);

    // Never thrown where it is made.
    private static Task Faulted(int i) => Task.FromException(new InvalidOperationException($"Message {i} was refused."));

    private static async Task DisposeAsync(int i)
    {
        await using var connection = new Connection(i);
        await Task.Yield();
    }

    private static async Task CaughtInsideAsync(int i)
    {
        try
        {
            await YieldedDeeperAsync(i);
        }
        catch (InvalidOperationException e)
        {
            await Task.Yield();
            throw new TimeoutException("The message was not sent.", e);
        }
    }

    private static async Task YieldedDeeperAsync(int i)
    {
        await Task.Yield();
        Guard.Require(i < 0);
    }

    private static void Portion(int x, int i) => Guard.Require(x < i - i);

    // Hands the task on and is itself no state machine.
    private static Task NotAsync(int i) => i % 2 == -1 ? Task.CompletedTask : LastAsync(i);

    private static async Task LastAsync(int i)
    {
        await Task.Yield();
        Guard.Require(i < 0);
    }
}

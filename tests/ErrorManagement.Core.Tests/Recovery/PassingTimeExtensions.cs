using ErrorManagement.TestKit;

namespace ErrorManagement.Core.Tests.Recovery;

internal static class PassingTimeExtensions
{
    /// <summary>Lets time pass from timer to timer, at most a second each, until a task is done.</summary>
    public static async Task<T> PassingTime<T>(this Task<T> task, FakeTimeProvider time)
    {
        while (!task.IsCompleted)
        {
            SpinWait.SpinUntil(() => task.IsCompleted || time.ActiveTimers > 0, TimeSpan.FromSeconds(30)).Should().BeTrue();
            time.Advance(TimeSpan.FromMilliseconds(25));
            await Task.Yield();
        }

        return await task;
    }
}

using ErrorManagement.TestKit;

namespace ErrorManagement.Core.Tests.Recovery;

internal static class PassingTimeExtensions
{
    /// <summary>Lets time pass until a task is done, a step at a time and only while a timer waits.</summary>
    public static async Task<T> PassingTime<T>(this Task<T> task, FakeTimeProvider time)
    {
        await ((Task)task).PassingTime(time);
        return await task;
    }

    /// <summary>Lets time pass until a task is done, a step at a time and only while a timer waits.</summary>
    public static async Task PassingTime(this Task task, FakeTimeProvider time)
    {
        while (!task.IsCompleted)
        {
            SpinWait.SpinUntil(() => task.IsCompleted || time.ActiveTimers > 0, TimeSpan.FromSeconds(30)).Should().BeTrue();
            time.Advance(TimeSpan.FromMilliseconds(25));
            await Task.Yield();
        }

        await task;
    }
}

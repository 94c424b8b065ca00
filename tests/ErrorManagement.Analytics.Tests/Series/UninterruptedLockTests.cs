using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics.Tests.Series;

public sealed class UninterruptedLockTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact] // D5
    public void A_thread_that_is_interrupted_while_it_waits_gets_the_lock_and_the_interruption_stays_pending()
    {
        var gate = new Lock();
        using var begins = new ManualResetEventSlim();
        using var never = new ManualResetEvent(false);
        var held = 0;
        var arrived = 0;
        var waits = new Thread(() =>
        {
            begins.Set();
            Thread.CurrentThread.Interrupt();
            using (gate.Hold())
            {
                held++;
            }

            try
            {
                never.WaitOne(TimeSpan.FromSeconds(1));
            }
            catch (ThreadInterruptedException)
            {
                arrived++;
            }
        });
        lock (gate)
        {
            waits.Start();
            begins.Wait(Patience).Should().BeTrue();
            SpinWait.SpinUntil(() => !waits.IsAlive, TimeSpan.FromMilliseconds(20)); // time to run into the lock
            held.Should().Be(0);
        }

        waits.Join(Patience).Should().BeTrue();
        held.Should().Be(1);
        arrived.Should().Be(1);
        gate.IsHeldByCurrentThread.Should().BeFalse();
    }
}

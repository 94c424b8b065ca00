using System.Diagnostics;

namespace ErrorManagement.RealServices.Tests.Load;

/// <summary>Waits for what real processes do in their own time.</summary>
internal static class Eventually
{
    /// <summary>After this a test fails. Far more than a busy machine needs: no test passes or fails by it.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(30);

    public static async Task BecomesTrueAsync(Func<bool> condition, Func<string> what)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            if (waited.Elapsed > Patience)
            {
                throw new TimeoutException($"Not within {Patience.TotalSeconds} s: {what()}.");
            }

            await Task.Delay(10);
        }
    }
}

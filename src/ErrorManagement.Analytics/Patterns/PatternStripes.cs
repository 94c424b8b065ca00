using System.Numerics;

namespace ErrorManagement.Analytics.Patterns;

/// <summary>
/// The rings of one subject, whose counts are added up: one, and more as soon as several threads fight for it. Reading is safe on any thread, changing under the lock of the subject.
/// A field that is never copied.
/// </summary>
internal struct PatternStripes()
{
    /// <summary>The most rings a subject has: a power of two, and 16 at most.</summary>
    public static readonly int Most = (int)Math.Min(16, BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount));

    private PatternRing[] _rings = [new PatternRing()];

    /// <summary>The rings as they are now, a power of two of them; none once they were dropped.</summary>
    public PatternRing[] Rings => Volatile.Read(ref _rings);

    /// <summary>When the pattern last held, in UTC ticks; 0 for never.</summary>
    public long LastHeld
    {
        get
        {
            var last = 0L;
            foreach (var ring in Rings)
            {
                last = Math.Max(last, ring.LastHeld);
            }

            return last;
        }
    }

    /// <summary>The ring that this thread counts in. By processor: the numbers of two threads that fight may well lead to one ring for good.</summary>
    public static PatternRing MineOf(PatternRing[] rings) => rings.Length == 1 ? rings[0] : rings[Thread.GetCurrentProcessorId() & (rings.Length - 1)];

    /// <summary>How many were counted in a cell of time; 0 when that is too long ago.</summary>
    public long CountIn(long slot)
    {
        var sum = 0L;
        foreach (var ring in Rings)
        {
            sum += ring.CountIn(slot);
        }

        return sum;
    }

    /// <summary>How many were counted in the window whose newest cell is <paramref name="end"/>.</summary>
    public long CountThrough(long end)
    {
        var sum = 0L;
        foreach (var ring in Rings)
        {
            sum += ring.CountThrough(end);
        }

        return sum;
    }

    /// <summary>Doubles the rings, unless that was done since they were seen. What was counted stays.</summary>
    public void Widen(PatternRing[] seen)
    {
        if (!ReferenceEquals(seen, _rings))
        {
            return;
        }

        var wider = new PatternRing[seen.Length * 2];
        seen.CopyTo(wider, 0);
        for (var i = seen.Length; i < wider.Length; i++)
        {
            wider[i] = new PatternRing();
        }

        Volatile.Write(ref _rings, wider);
    }

    /// <summary>Forgets all that was counted.</summary>
    public void StartAnew() => Volatile.Write(ref _rings, [new PatternRing()]);

    /// <summary>Gives up the memory, for good.</summary>
    public void Drop() => Volatile.Write(ref _rings, []);
}

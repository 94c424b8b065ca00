using System.Diagnostics.Metrics;
using System.Globalization;
using ErrorManagement.Diagnostics;
using ErrorManagement.Time;

namespace ErrorManagement.Retries;

/// <summary>
/// Limits the retries of all policies that share it to a share of the calls that succeeded, so that retries never become the load that keeps a dependency down.
/// </summary>
/// <remarks>
/// <para>
/// In any stretch of time as long as the window it grants at most <c>SuccessRatio × (1 - pressure) × successes + MinRetriesPerSecond × window</c> retries, and none while the pressure is 1.
/// Successes count, not requests: in an outage there are none, and so there are soon no retries but the floor. With <c>pressure: () => breaker.Pressure</c> it falls as the
/// breaker's failures near its threshold, and is zero while the breaker is open. (A share of successes: Finagle's RetryBudget; the tie to the breaker is our own.)
/// </para>
/// <para>Safe on any thread: two retries never take the last one both. A success costs one count in a cell of its processor and allocates nothing. There is no timer.</para>
/// </remarks>
public sealed class RetryBudget
{
    private const int Slices = 16;
    private const int KeptSlices = 2 * Slices; // the oldest may end while somebody still writes

    private readonly Lock _gate = new();
    private readonly RetryBudgetOptions _options;
    private readonly MonotonicClock _clock;
    private readonly Func<double>? _pressure;
    private readonly RetryInstruments _instruments;
    private readonly long _sliceTicks;
    private readonly SlicedCount _successes = new(KeptSlices);
    private readonly SlicedCount _retries = new(KeptSlices, rows: 1);
    private long _latestSlice;
    private long _granted;
    private long _refused;

    /// <summary>Makes a budget.</summary>
    /// <param name="options">Its settings, copied; null for the defaults.</param>
    /// <param name="timeProvider">Its clock; null for the system's.</param>
    /// <param name="pressure">
    /// How near to open the dependency's breaker is, 0 to 1, such as <c>() => breaker.Pressure</c>; null for none. Called when a retry is asked for, on the call's thread, not under a lock; must be quick.
    /// What is below 0 counts as 0, what is above 1 as 1. When it throws or gives no number, it has not spoken: 0 holds, and the failure is counted.
    /// </param>
    /// <param name="meterFactory">Makes the meter of its metrics; null for the meter of the process.</param>
    /// <exception cref="ArgumentException">A setting is outside its bounds; the message names all such settings with value and bound.</exception>
    public RetryBudget(RetryBudgetOptions? options = null, TimeProvider? timeProvider = null, Func<double>? pressure = null, IMeterFactory? meterFactory = null)
    {
        _options = options?.Copy() ?? new RetryBudgetOptions();
        RetryBudgetOptionsValidator.ThrowIfInvalid(_options);
        _clock = new MonotonicClock(timeProvider ?? TimeProvider.System);
        _pressure = pressure;
        _instruments = RetryInstruments.Of(meterFactory);
        _sliceTicks = _options.Window.Ticks / Slices;
    }

    /// <summary>The name of the budget.</summary>
    public string Name => _options.Name;

    /// <summary>The settings the budget was made with; not to be changed.</summary>
    internal RetryBudgetOptions Options => _options;

    /// <summary>Whether a breaker presses on it.</summary>
    internal bool HasPressure => _pressure is not null;

    /// <summary>Counts a call that succeeded. A <see cref="RetryPolicy"/> with this budget does it; for retries of your own.</summary>
    public void CountSuccess() => _successes.Add(_clock.Recent / _sliceTicks);

    /// <summary>Asks for one retry. A <see cref="RetryPolicy"/> with this budget does it; for retries of your own. A granted one is used up, whether it is made or not.</summary>
    /// <returns>Whether it may be made.</returns>
    public bool TryTake()
    {
        var pressure = ReadPressure();
        var slice = _clock.Now / _sliceTicks;
        bool granted;
        lock (_gate)
        {
            granted = AvailableLocked(slice, pressure, out _, out _) > 0;
            if (granted)
            {
                _retries.Add(_latestSlice);
                _granted++;
            }
            else
            {
                _refused++;
            }
        }

        _instruments.CountBudget(Name, granted);
        return granted;
    }

    /// <summary>Takes a snapshot of the figures.</summary>
    /// <returns>The snapshot.</returns>
    public RetryBudgetStatistics GetStatistics()
    {
        var pressure = ReadPressure();
        var slice = _clock.Now / _sliceTicks;
        lock (_gate)
        {
            var available = AvailableLocked(slice, pressure, out var successes, out var retries);
            return new RetryBudgetStatistics(Name, _granted, _refused, successes, retries, available, pressure);
        }
    }

    /// <summary>The budget and its numbers, such as <c>budget(payments: 20 % of successes, at least 1/s, in 10 s)</c>.</summary>
    /// <returns>The text, the same in every culture.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"budget({Name}: {Math.Round(_options.SuccessRatio * 100, 6)} % of successes, at least {_options.MinRetriesPerSecond}/s, in {_options.Window.TotalSeconds} s)");

    /// <summary>How many retries are left. Pure.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="successes">The successes of the window.</param>
    /// <param name="retries">The retries that were granted in the window.</param>
    /// <param name="pressure">0 to 1.</param>
    internal static long Available(RetryBudgetOptions options, long successes, long retries, double pressure)
    {
        if (pressure >= 1)
        {
            return 0;
        }

        // The smallest of errors must not take away a whole retry: 0.1 of 30 is 3.
        const double Rounding = 1e-9;
        var floor = options.MinRetriesPerSecond * options.Window.TotalSeconds;
        var allowed = floor + (options.SuccessRatio * (1 - pressure) * successes);
        return Math.Max(0, (long)Math.Floor(allowed + Rounding) - retries);
    }

    private long AvailableLocked(long slice, double pressure, out long successes, out long retries)
    {
        // Who read the clock before others and comes after them sees what they took.
        _latestSlice = Math.Max(_latestSlice, slice);

        // Successes of at most a window, retries of at least one: what is granted in any window stays within the limit.
        successes = _successes.Sum(_latestSlice, Slices);
        retries = _retries.Sum(_latestSlice, Slices + 1);
        return Available(_options, successes, retries, pressure);
    }

    private double ReadPressure()
    {
        if (_pressure is null)
        {
            return 0;
        }

        try
        {
            var pressure = _pressure();
            if (!double.IsNaN(pressure))
            {
                return Math.Clamp(pressure, 0, 1);
            }

            LibraryFailures.Swallow(new ArithmeticException("The pressure on a retry budget is no number."));
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
        }

        return 0;
    }
}

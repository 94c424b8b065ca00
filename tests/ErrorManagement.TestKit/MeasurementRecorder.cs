using System.Diagnostics.Metrics;

namespace ErrorManagement.TestKit;

/// <summary>Listens to the library's meter: that of a factory, or that of the process.</summary>
public sealed class MeasurementRecorder : IDisposable
{
    private const string Meter = "ErrorManagement";

    private readonly MeterListener _listener = new();
    private readonly List<Seen> _seen = [];

    public MeasurementRecorder(object? scope = null, bool listens = true)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Meter && ReferenceEquals(instrument.Meter.Scope, scope))
            {
                Instruments.Add(instrument);
                if (listens)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>What was published.</summary>
    public List<Instrument> Instruments { get; } = [];

    /// <summary>Runs on each measurement, as a bad listener's code would.</summary>
    public Action OnMeasured { get; set; } = () => { };

    /// <summary>Collects what is observed; the values of one instrument as "tag values: value", and all measurements before.</summary>
    public IReadOnlyDictionary<string, double> Read(string instrument)
    {
        _listener.RecordObservableInstruments();
        lock (_seen)
        {
            return _seen.Where(s => s.Instrument == "error_management." + instrument)
                .GroupBy(s => s.Tags)
                .ToDictionary(g => g.Key, g => g.Last().IsSum ? g.Sum(s => s.Value) : g.Last().Value);
        }
    }

    /// <summary>Forgets what was measured.</summary>
    public void Forget()
    {
        lock (_seen)
        {
            _seen.Clear();
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        OnMeasured();
        lock (_seen)
        {
            _seen.Add(new Seen(instrument.Name, string.Join(", ", tags.ToArray().Select(t => $"{t.Key}={t.Value}")), value, !instrument.IsObservable));
        }
    }

    private sealed record Seen(string Instrument, string Tags, double Value, bool IsSum);
}

using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// What registries publish. All of it is observed: read when a listener collects and at no other time, so that recording pays nothing.
/// One for each meter; being observed keeps no registry alive.
/// </summary>
internal sealed class RegistryInstruments
{
    private const string NameTag = "registry.name";
    private const int FirstPruning = 64;

    private static readonly string Version = typeof(RegistryInstruments).Assembly.GetName().Version?.ToString(3) ?? "";

    // The meter of the process lives as long as it does; the same name as that of the resilience half, so hosts name one.
    private static readonly Meter Shared = new(ErrorManagementDiagnostics.Name, Version);
    private static readonly ConditionalWeakTable<Meter, RegistryInstruments> ByMeter = [];
    private static readonly (DropReason Reason, string Name)[] Reasons = [.. Enum.GetValues<DropReason>().Select(static reason => (reason, WireName(reason)))];

    private readonly Lock _gate = new();
    private readonly List<Observed> _all = [];
    private int _pruneAt = FirstPruning;

    private RegistryInstruments(Meter meter)
    {
        meter.CreateObservableCounter("error_management.registry.captured", () => Observe(static (f, n) => Captured(f, n)), "{error}", "Errors that were counted, by severity and component; consequences are among them.");
        meter.CreateObservableCounter("error_management.registry.dropped", () => Observe(static (f, n) => Dropped(f, n)), "{error}", "Errors whose details were lost, by reason.");
        meter.CreateObservableCounter("error_management.registry.consequences", () => Observe(static (f, n) => One(f.Consequences(), n)), "{call}", "Calls that failed in consequence of an error, without reaching it again.");
        meter.CreateObservableCounter("error_management.registry.cancellations", () => Observe(static (f, n) => One(f.Cancellations(), n)), "{call}", "Cancellations of the caller's own that were recorded; they are no errors.");
        meter.CreateObservableCounter("error_management.registry.new_records", () => Observe(static (f, n) => One(f.NewRecords(), n)), "{record}", "Records that were made: errors of which none was held.");
        meter.CreateObservableCounter("error_management.registry.evicted_records", () => Observe(static (f, n) => One(f.EvictedRecords(), n)), "{record}", "Records that gave their place to new ones.");
        meter.CreateObservableUpDownCounter("error_management.registry.records", () => Observe(static (f, n) => One(f.Records(), n)), "{record}", "Records that are held.");
        meter.CreateObservableUpDownCounter("error_management.registry.status", () => Observe(static (f, n) => ByStatus(f, n)), "{record}", "Records that are held, by where they stand in their lives.");
        meter.CreateObservableCounter("error_management.registry.changes", () => Observe(static (f, n) => Changes(f, n)), "{change}", "Steps in the lives of records, by kind.");
        meter.CreateObservableCounter("error_management.registry.untold_changes", () => Observe(static (f, n) => One(f.LostChanges(), n)), "{change}", "Steps that subscribers were not told of, because too many waited for them.");
        meter.CreateObservableUpDownCounter("error_management.registry.queue.length", () => Observe(static (f, n) => One(f.Queued(), n)), "{error}", "New errors that wait for their names and stacks.");
        meter.CreateObservableUpDownCounter("error_management.registry.size", () => Observe(static (f, n) => One(f.Bytes(), n)), "By", "What records and waiting errors take in memory, by estimate.");
        meter.CreateObservableGauge("error_management.health.score", () => Observe(static (f, n) => Health(f, n)), "1", "The health score, 10 to 100; 100 is best.");
    }

    /// <summary>Those of a factory's meter, which lives as long as the factory; without a factory those of the process.</summary>
    public static RegistryInstruments Of(IMeterFactory? factory) =>
        ByMeter.GetValue(factory?.Create(ErrorManagementDiagnostics.Name, Version) ?? Shared, static meter => new RegistryInstruments(meter));

    /// <summary>Observes a registry from now on, until it ends or nobody else holds it.</summary>
    /// <param name="figures">Its figures.</param>
    /// <param name="name">The name it asks for.</param>
    /// <returns>The name it got: with a number, when another one that lives has the name.</returns>
    public string Add(RegistryFigures figures, string name)
    {
        lock (_gate)
        {
            if (_all.Count >= _pruneAt)
            {
                _all.RemoveAll(static o => o.Figures is null);
                _pruneAt = Math.Max(FirstPruning, _all.Count * 2);
            }

            var taken = _all.Where(static o => o.Figures is not null).Select(static o => o.Name).ToHashSet(StringComparer.Ordinal);
            var free = name;
            for (var i = 2; taken.Contains(free); i++)
            {
                free = FormattableString.Invariant($"{name}-{i}");
            }

            _all.Add(new Observed(figures, free));
            return free;
        }
    }

    private List<Measurement<T>> Observe<T>(Func<RegistryFigures, string, IEnumerable<Measurement<T>>> read)
        where T : struct
    {
        Observed[] all;
        lock (_gate)
        {
            all = [.. _all];
        }

        var found = new List<Measurement<T>>();
        foreach (var observed in all)
        {
            try
            {
                if (observed.Figures is { } figures)
                {
                    found.AddRange(read(figures, observed.Name));
                }
            }
            catch (Exception e)
            {
                // A host's own clock or detector may fail; the other registries are still told of.
                ErrorManagementDiagnostics.CountSwallowedFailure(e);
            }
        }

        return found;
    }

    private static IEnumerable<Measurement<long>> Captured(RegistryFigures figures, string name) =>
        figures.Captured().Select(c => new Measurement<long>(c.Count, Tag(NameTag, name), Tag("error.severity", c.Severity.ToWireName()), Tag("error.component", c.Component)));

    private static IEnumerable<Measurement<long>> Dropped(RegistryFigures figures, string name)
    {
        var counts = figures.Dropped();
        return Reasons.Select(r => new Measurement<long>(counts[(int)r.Reason], Tag(NameTag, name), Tag("registry.drop.reason", r.Name)));
    }

    private static IEnumerable<Measurement<long>> ByStatus(RegistryFigures figures, string name)
    {
        var counts = figures.ByStatus();
        return Enum.GetValues<ErrorStatus>().Select(status => new Measurement<long>(counts.GetValueOrDefault(status), Tag(NameTag, name), Tag("registry.status", WireName(status))));
    }

    private static IEnumerable<Measurement<long>> Changes(RegistryFigures figures, string name) =>
        Enum.GetValues<ErrorChange>().Select(change => new Measurement<long>(figures.Changes(change), Tag(NameTag, name), Tag("registry.change", WireName(change))));

    private static IEnumerable<Measurement<double>> Health(RegistryFigures figures, string name) =>
        figures.Health is { } health ? [new Measurement<double>(health(), Tag(NameTag, name))] : [];

    private static Measurement<long>[] One(long value, string name) => [new Measurement<long>(value, Tag(NameTag, name))];

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private static string WireName(Enum value) =>
        string.Concat(value.ToString().Select(static (letter, i) => char.IsAsciiLetterUpper(letter) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(letter) : letter.ToString()));

    private sealed class Observed(RegistryFigures figures, string name)
    {
        private readonly WeakReference<RegistryFigures> _figures = new(figures);

        public string Name => name;

        /// <summary>Null when the registry has ended or nobody holds it any more.</summary>
        public RegistryFigures? Figures => _figures.TryGetTarget(out var figures) && !figures.Ended ? figures : null;
    }
}

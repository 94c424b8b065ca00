using ErrorManagement.Analytics;
using ErrorManagement.BugSites.Scoring;

namespace ErrorManagement.BugSites.Running;

/// <summary>Where the throws of one site went.</summary>
internal sealed class SiteTally(BugSite site)
{
    // All of the first throws are looked at, of the later ones so many that no stack lives unseen for long.
    private const int First = 64;
    private const int OneIn = 16;

    private readonly Dictionary<ErrorId, long> _records = [];
    private readonly Dictionary<(string All, string Message), (StackVariant Variant, Dictionary<ErrorId, long> Records)> _variants = [];
    private long _throws;

    public void Add(RecordedError recorded, Exception exception)
    {
        Count(_records, recorded.Id);
        if (_throws++ < First || _throws % OneIn == 0)
        {
            var variant = StackVariant.Of(exception);
            if (!_variants.TryGetValue((variant.All, variant.Message), out var known))
            {
                _variants.Add((variant.All, variant.Message), known = (variant, []));
            }

            Count(known.Records, recorded.Id);
        }
    }

    public SiteResult Resolve(IErrorRegistry registry) => new(
        site.Label,
        site.Component,
        Groups(registry, _records),
        [.. _variants.Values.Select(v => new VariantResult(v.Variant.All, v.Variant.Own, v.Variant.First, v.Variant.Message, v.Variant.Frames, Groups(registry, v.Records)))]);

    private static void Count(Dictionary<ErrorId, long> records, ErrorId id) => records[id] = records.GetValueOrDefault(id) + 1;

    private static GroupCount[] Groups(IErrorRegistry registry, Dictionary<ErrorId, long> records) =>
    [
        .. records.Select(r => (Record: registry.Find(r.Key), r.Key, r.Value))
            .GroupBy(r => r.Record?.Fingerprint.ToString() ?? (r.Key.IsNone ? GroupCount.NotRecorded : $"{GroupCount.Lost}{r.Key}"), StringComparer.Ordinal)
            .Select(g => new GroupCount(g.Key, g.Sum(r => r.Value), g.First().Record?.Template ?? "", [.. (g.First().Record?.Fingerprints ?? []).Select(f => f.ToString())])),
    ];
}

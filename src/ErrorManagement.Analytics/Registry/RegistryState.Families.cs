using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Registry;

/// <content>What leads from an error to others that may be the same. Everything here goes with the records it is about, but for what was decided by hand.</content>
internal sealed partial class RegistryState
{
    // With more stacks than this, one of a family says nothing about another any more.
    private const int MaxFamily = 256;

    private readonly Dictionary<UInt128, List<TrackedError>> _families = [];
    private readonly Dictionary<UInt128, ErrorSite> _sites = [];
    private readonly Dictionary<ErrorFingerprint, TrackedError> _parts = [];

    /// <summary>What was decided by hand.</summary>
    public GroupingBook Book { get; } = new();

    /// <summary>How many families, sites and parts are known.</summary>
    public (int Families, int Sites, int Parts) IndexedErrors => (_families.Count, _sites.Count, _parts.Count);

    /// <summary>The record with this identity as its own, or the part; null when neither is held.</summary>
    public TrackedError? FindOwner(ErrorFingerprint fingerprint) => _parts.GetValueOrDefault(fingerprint) ?? Store.Find(fingerprint);

    /// <summary>The same by handle or fingerprint.</summary>
    public TrackedError? FindOwner(ErrorId id)
    {
        if (id.IsNone)
        {
            return null;
        }

        if (!id.IsHandle)
        {
            return _parts.GetValueOrDefault(new ErrorFingerprint(FingerprintRules.Version, id.Value)) ?? Store.Find(id);
        }

        // Of a handle that became part of another one, the table knows the part; the store knows who is held.
        return Store.Find(id) is not { } living ? null
            : Handles.Find((ulong)id.Value) is { Link: not null } part && ReferenceEquals(part.Living, living) ? part
            : living;
    }

    /// <summary>The records and parts that differ from an error in the stack alone, itself among them.</summary>
    public IReadOnlyList<TrackedError> FamilyOf(GroupIdentity? grounds) =>
        grounds is { Ground: GroupGround.Bug, Stack.Frames.Count: > 0 } ? _families.GetValueOrDefault(FingerprintRules.FamilyOf(grounds)) ?? [] : [];

    /// <summary>The site of an error; null when its stack does not tell where that is, or its text does not count.</summary>
    public ErrorSite? SiteOf(GroupIdentity grounds, bool makeIt = false)
    {
        if (grounds is not { Ground: GroupGround.Bug, Text: not null, Stack.Frames.Count: > 0 })
        {
            return null;
        }

        var key = FingerprintRules.SiteOf(grounds);
        if (!_sites.TryGetValue(key, out var site) && makeIt)
        {
            _sites[key] = site = new ErrorSite();
        }

        return site;
    }

    /// <summary>Lets others find an error that may be the same.</summary>
    public void AddToFamily(TrackedError record)
    {
        if (record.Grounds is { Ground: GroupGround.Bug, Stack.Frames.Count: > 0 } grounds)
        {
            var key = FingerprintRules.FamilyOf(grounds);
            if (!_families.TryGetValue(key, out var family))
            {
                _families[key] = family = new List<TrackedError>(1);
            }

            if (family.Count < MaxFamily)
            {
                family.Add(record);
            }
        }
    }

    public void RemoveFromFamily(TrackedError record)
    {
        if (record.Grounds is { Ground: GroupGround.Bug, Stack.Frames.Count: > 0 } grounds
            && FingerprintRules.FamilyOf(grounds) is var key && _families.TryGetValue(key, out var family)
            && family.Remove(record) && family.Count == 0)
        {
            _families.Remove(key);
        }
    }

    public void RemoveFromSite(TrackedError record)
    {
        if (record.Grounds is { } grounds && SiteOf(grounds) is { } site)
        {
            site.Remove(grounds.Text!, record);
            if (site.IsEmpty)
            {
                _sites.Remove(FingerprintRules.SiteOf(grounds));
            }
        }
    }

    /// <summary>A part is found by its identity.</summary>
    public void AddPart(TrackedError part) => _parts[part.Fingerprint] = part;

    public void RemovePart(TrackedError part)
    {
        if (_parts.TryGetValue(part.Fingerprint, out var held) && ReferenceEquals(held, part))
        {
            _parts.Remove(part.Fingerprint);
        }
    }
}

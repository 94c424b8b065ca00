using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics.Registry;

/// <summary>What is known of each release over many records: how often, and from when to when. The first 256 releases; safe on any thread.</summary>
internal sealed class ReleaseBook
{
    private const int Most = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Page> _pages = new(StringComparer.Ordinal);
    private readonly Page _own = new();

    /// <summary>Adds occurrences of another release than the own one.</summary>
    /// <param name="name">The release; null for no known one, which is no release to tell of.</param>
    /// <param name="count">How many.</param>
    /// <param name="span">When.</param>
    /// <param name="isLost">Whether it is not known any more which error they were.</param>
    public void Add(string? name, long count, in SeenSpan span, bool isLost)
    {
        if (name is null)
        {
            return;
        }

        using (_gate.Hold())
        {
            if (_pages.TryGetValue(name, out var page))
            {
                page.Add(count, in span, isLost);
            }
            else if (_pages.Count < Most)
            {
                _pages[name] = page = new Page();
                page.Add(count, in span, isLost);
            }
        }
    }

    /// <summary>Adds occurrences of the own release.</summary>
    public void AddOwn(long count, in SeenSpan span, bool isLost)
    {
        using (_gate.Hold())
        {
            _own.Add(count, in span, isLost);
        }
    }

    /// <summary>Adds all that another book knows.</summary>
    public void AddAll(ReleaseBook other)
    {
        using (other._gate.Hold())
        {
            using (_gate.Hold())
            {
                _own.Add(other._own);
                foreach (var (name, page) in other._pages)
                {
                    if (!_pages.TryGetValue(name, out var mine) && _pages.Count < Most)
                    {
                        _pages[name] = mine = new Page();
                    }

                    mine?.Add(page);
                }
            }
        }
    }

    /// <summary>What it knows of releases, the one that was seen first at the front.</summary>
    /// <param name="own">The own release; null for none.</param>
    /// <param name="imported">When the own one was seen elsewhere, if it was.</param>
    /// <param name="start">When the registry started.</param>
    /// <param name="now">Now.</param>
    public IReadOnlyList<ReleaseSummary> Summaries(string? own, ReleaseTally imported, RegistryMoment start, RegistryMoment now)
    {
        using (_gate.Hold())
        {
            var all = new List<ReleaseSummary>(_pages.Count + 1);
            if (own is not null)
            {
                var first = start.Utc;
                var observed = Math.Max(0, now.Steady - start.Steady);
                if (imported.IsSeen)
                {
                    var span = imported.Span;
                    first = Math.Min(first, span.FirstUtc);
                    observed += Math.Max(0, Math.Min(span.LastSteady, start.Steady) - span.FirstSteady);
                }

                all.Add(new ReleaseSummary(own, Shown(first), Shown(Math.Max(first, now.Utc)), TimeSpan.FromTicks(observed), _own.Held, _own.Lost, IsOwn: true));
            }

            foreach (var (name, page) in _pages)
            {
                all.Add(new ReleaseSummary(
                    name,
                    Shown(page.FirstUtc),
                    Shown(Math.Max(page.FirstUtc, page.LastUtc)),
                    TimeSpan.FromTicks(Math.Max(0, page.LastSteady - page.FirstSteady)),
                    page.Held,
                    page.Lost,
                    IsOwn: false));
            }

            return [.. all.OrderBy(static one => one.FirstSeen).ThenBy(static one => one.Release, StringComparer.Ordinal)];
        }
    }

    private static DateTimeOffset Shown(long ticks) => new(Math.Clamp(ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);

    private sealed class Page
    {
        public long Held { get; private set; }

        public long Lost { get; private set; }

        public long FirstUtc { get; private set; } = long.MaxValue;

        public long LastUtc { get; private set; }

        public long FirstSteady { get; private set; } = long.MaxValue;

        public long LastSteady { get; private set; }

        public void Add(long count, in SeenSpan span, bool isLost)
        {
            (Held, Lost) = isLost ? (Held, Lost + count) : (Held + count, Lost);
            FirstUtc = Math.Min(FirstUtc, span.FirstUtc);
            LastUtc = Math.Max(LastUtc, span.LastUtc);
            FirstSteady = Math.Min(FirstSteady, span.FirstSteady);
            LastSteady = Math.Max(LastSteady, span.LastSteady);
        }

        public void Add(Page other)
        {
            Held += other.Held;
            Lost += other.Lost;
            FirstUtc = Math.Min(FirstUtc, other.FirstUtc);
            LastUtc = Math.Max(LastUtc, other.LastUtc);
            FirstSteady = Math.Min(FirstSteady, other.FirstSteady);
            LastSteady = Math.Max(LastSteady, other.LastSteady);
        }
    }
}

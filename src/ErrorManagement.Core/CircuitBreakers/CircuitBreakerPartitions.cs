using System.Collections;
using System.Collections.Concurrent;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Time;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.CircuitBreakers;

/// <summary>The breakers of one dependency that fails in parts: one for each host, tenant or shard, made on first use, all with the same settings.</summary>
/// <remarks>
/// <para>Safe on any thread. Asking for a key that is known takes no lock, allocates nothing, and writes at most ten times a second.</para>
/// <para>
/// Bounded: who was not asked for in a long time goes, then the least recently used; a breaker that is not closed and automatic goes last.
/// An evicted breaker works on for whoever holds it, but is no longer the one for its key. So ask for the breaker with every call, and hold none.
/// Calls in flight do not keep a breaker: what they report when they end is heard by nobody if it was evicted meanwhile.
/// </para>
/// <para>
/// Keys may be private data. They are kept in memory and are seen by those who enumerate or read the metrics; names, and so rejections, log messages
/// and records, carry only the name of the partitions, unless the host says how a key is named.
/// </para>
/// </remarks>
/// <typeparam name="TKey">The type of the keys. Its equality and hash code must be quick, must not throw, and must not use these partitions.</typeparam>
public sealed partial class CircuitBreakerPartitions<TKey> : IEnumerable<KeyValuePair<TKey, CircuitBreaker>>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, CircuitPartition<TKey>> _partitions;
    private readonly Func<TKey, string>? _naming;
    private readonly TimeProvider _timeProvider;
    private readonly MonotonicClock _clock;
    private readonly IErrorSink? _sink;
    private readonly IErrorClassifier? _classifier;
    private readonly ILogger? _logger;
    private readonly Lock _settingsGate = new();
    private CircuitBreakerOptions _settings;
    private long _settingsVersion;
    private long _settingsApplied;

    /// <summary>Makes partitions, none at first.</summary>
    /// <param name="name">The name of the dependency, and of every breaker unless <paramref name="naming"/> says otherwise. Few different values, no private data.</param>
    /// <param name="options">The settings of every breaker, copied; null for the defaults.</param>
    /// <param name="partitionOptions">How many there may be and for how long, copied; null for the defaults.</param>
    /// <param name="naming">
    /// Names the breaker of a key, such as <c>host => $"gateway {host}"</c>. Null: all have the name of the partitions. The name gets into rejections, log messages, metrics
    /// and records, so name by key only when the keys are few and hold no private data. When it throws or names nothing, the name of the partitions stands in.
    /// </param>
    /// <param name="comparer">Says which keys are equal; null for the default of the type.</param>
    /// <param name="timeProvider">The clock of all; null for the system's.</param>
    /// <param name="sink">Told of each opening; null for nobody.</param>
    /// <param name="classifier">Names category and code of failures; null for the built-in one.</param>
    /// <param name="logger">Given one message a transition, and warnings when the bound is too small; null for none.</param>
    /// <exception cref="ArgumentException">The name is empty, or a setting is outside its bounds; the message names the value and the bound.</exception>
    public CircuitBreakerPartitions(
        string name,
        CircuitBreakerOptions? options = null,
        CircuitPartitionOptions? partitionOptions = null,
        Func<TKey, string>? naming = null,
        IEqualityComparer<TKey>? comparer = null,
        TimeProvider? timeProvider = null,
        IErrorSink? sink = null,
        IErrorClassifier? classifier = null,
        ILogger? logger = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        partitionOptions ??= new CircuitPartitionOptions();
        CircuitPartitionOptionsValidator.ThrowIfInvalid(name, partitionOptions);
        _settings = CircuitBreakerOptions.Freeze(options);
        CircuitBreakerOptionsValidator.ThrowIfInvalid(name, _settings);
        Name = name;
        _most = partitionOptions.MaxPartitions;
        _idleTicks = partitionOptions.IdleTimeout?.Ticks ?? long.MaxValue;
        _naming = naming;
        _partitions = new ConcurrentDictionary<TKey, CircuitPartition<TKey>>(comparer);
        _timeProvider = timeProvider ?? TimeProvider.System;
        _clock = new MonotonicClock(_timeProvider);
        _sink = sink;
        _classifier = classifier;
        _logger = logger;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>How many keys have a breaker now. Never above the bound once those who add have returned.</summary>
    public int Count => Math.Max(0, Volatile.Read(ref _live));

    /// <summary>Returns the breaker of a key, and makes it when there is none; counts as a use.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The same object for the same key until it is evicted or removed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public CircuitBreaker GetOrAdd(TKey key)
    {
        if (!_partitions.TryGetValue(key, out var partition))
        {
            return Add(key);
        }

        partition.Touch(_clock.Now);
        return partition.Breaker;
    }

    /// <summary>Returns the breaker of a key; does not count as a use.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The breaker, or null when there is none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public CircuitBreaker? Find(TKey key) => _partitions.TryGetValue(key, out var partition) ? partition.Breaker : null;

    /// <summary>Takes out the breaker of a key, whatever its state. It works on for its holders; the key gets a new one when it is asked for.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public bool Remove(TKey key)
    {
        if (!_partitions.TryGetValue(key, out var partition) || !partition.TryLeave())
        {
            return false;
        }

        Forget(partition);
        lock (_gate)
        {
            _live--;
            CompactLocked();
        }

        return true;
    }

    /// <summary>Resets every breaker.</summary>
    public void ResetAll()
    {
        foreach (var (_, partition) in _partitions)
        {
            partition.Breaker.Reset();
        }
    }

    /// <summary>Takes a snapshot of the figures: of all partitions together, and of those that tell most. Reads every breaker once.</summary>
    /// <param name="mostPartitions">Of how many keys the figures are given, at least 0, inclusive; none is hidden by it from the sums.</param>
    /// <returns>The snapshot.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="mostPartitions"/> is negative.</exception>
    public CircuitPartitionMetrics<TKey> GetMetrics(int mostPartitions = 100)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mostPartitions);
        var summary = new PartitionSummary<TKey>(mostPartitions);
        foreach (var (key, partition) in _partitions)
        {
            summary.Add(key, partition.Breaker.GetMetrics());
        }

        lock (_gate)
        {
            return summary.ToMetrics(Name) with
            {
                MaxPartitions = _most,
                Created = _created,
                Evicted = _evicted,
                EvictedIdle = _evictedIdle,
                EvictedProtecting = _evictedProtecting,
            };
        }
    }

    /// <summary>Goes through keys and breakers without a lock: what is added or goes meanwhile may or may not be met. Does not count as a use.</summary>
    /// <returns>The keys and their breakers.</returns>
    public IEnumerator<KeyValuePair<TKey, CircuitBreaker>> GetEnumerator()
    {
        foreach (var (key, partition) in _partitions)
        {
            yield return new(key, partition.Breaker);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>What they are and their name, such as <c>partitions(payments)</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"partitions({Name})";

    /// <summary>Takes the settings configured under the name, now and whenever they change: breakers that are there keep their state.</summary>
    internal void Follow(ConfiguredBreakerOptions configured)
    {
        configured.OnChange(name =>
        {
            if (name.Length == 0 || name == Name)
            {
                Reload(configured, name.Length == 0);
            }
        });
        Reload(configured, defaultsChanged: false); // what changed before there was somebody to tell
    }

    private void Reload(ConfiguredBreakerOptions configured, bool defaultsChanged)
    {
        // Numbered before it is read: of two reloads at once, the one that may have read the older settings gives way.
        var version = Interlocked.Increment(ref _settingsVersion);
        if (configured.Reread(Name, defaultsChanged) is not { } settings)
        {
            return;
        }

        lock (_settingsGate)
        {
            if (version < _settingsApplied)
            {
                return;
            }

            _settingsApplied = version;
            ApplyLocked(settings);
        }
    }

    /// <summary>Takes other settings: breakers that are there keep their state.</summary>
    internal void ApplyOptions(CircuitBreakerOptions settings)
    {
        CircuitBreakerOptionsValidator.ThrowIfInvalid(Name, settings);
        lock (_settingsGate)
        {
            ApplyLocked(settings);
        }
    }

    private void ApplyLocked(CircuitBreakerOptions settings)
    {
        if (settings.IsSameAs(_settings))
        {
            return;
        }

        Volatile.Write(ref _settings, CircuitBreakerOptions.Freeze(settings));
        foreach (var (_, partition) in _partitions)
        {
            partition.Breaker.ApplyOptions(_settings);
        }
    }

    private CircuitBreaker Add(TKey key)
    {
        var settings = Volatile.Read(ref _settings);
        var made = new CircuitPartition<TKey>(
            key,
            new CircuitBreaker(NameOf(key), settings, _timeProvider, _sink, _classifier, _logger),
            _clock.Now,
            Interlocked.Increment(ref _order));
        var kept = _partitions.GetOrAdd(key, made);
        if (!ReferenceEquals(kept, made))
        {
            kept.Touch(_clock.Now);
            return kept.Breaker;
        }

        if (!ReferenceEquals(settings, Volatile.Read(ref _settings)))
        {
            lock (_settingsGate)
            {
                made.Breaker.ApplyOptions(_settings); // they changed while it was made
            }
        }

        Enroll(made);
        return made.Breaker;
    }

    private string NameOf(TKey key)
    {
        try
        {
            return _naming?.Invoke(key) is { } name && !string.IsNullOrWhiteSpace(name) ? name : Name;
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return Name;
        }
    }
}

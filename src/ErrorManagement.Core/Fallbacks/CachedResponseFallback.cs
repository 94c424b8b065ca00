using System.Diagnostics.CodeAnalysis;
using ErrorManagement.Policies;

namespace ErrorManagement.Fallbacks;

/// <summary>Answers with an earlier result that is not too old.</summary>
/// <typeparam name="T">The type of the answer.</typeparam>
/// <remarks>
/// Keys are explicit: <see cref="For"/> gives a fallback for each key over the same cache; the fallback itself has an answer only when its settings name a key. A
/// successful call that runs through <see cref="FallbackExtensions"/> or through a pipeline fills the cache. Answers are handed out as they were set, not copied. Safe on any thread.
/// </remarks>
public sealed class CachedResponseFallback<T> : IFallback<T>, ISuccessObserver<T>
{
    private readonly CachedResponseOptions _options;
    private readonly ResponseCache<T> _cache;
    private readonly FallbackCounters _counters = new();

    /// <summary>Makes a fallback with an empty cache.</summary>
    /// <param name="options">Its settings, copied; null for the defaults.</param>
    /// <param name="timeProvider">Its clock; null for the system's.</param>
    /// <exception cref="ArgumentException">A setting is outside its bounds; the message names all such settings with value and bound.</exception>
    public CachedResponseFallback(CachedResponseOptions? options = null, TimeProvider? timeProvider = null)
    {
        _options = options?.Copy() ?? new CachedResponseOptions();
        CachedResponseOptionsValidator.ThrowIfInvalid(_options);
        _cache = new ResponseCache<T>(_options.TimeToLive, _options.Capacity, timeProvider ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <summary>How many answers are kept, old ones that nobody asked for among them.</summary>
    public int Count => _cache.Count;

    /// <summary>How many answers had to go because the cache was full. Rises only.</summary>
    public long EvictedCount => _cache.Evicted;

    /// <summary>Keeps an answer; one that is there is replaced, and its age starts anew.</summary>
    /// <param name="key">The key, compared exactly.</param>
    /// <param name="value">The answer; null is one too.</param>
    public void Set(string key, T value)
    {
        ArgumentNullException.ThrowIfNull(key);
        _cache.Set(key, value);
    }

    /// <summary>Keeps what makes an answer, so that each caller gets a fresh one; what is there is replaced, and its age starts anew. A successful call replaces it in turn.</summary>
    /// <param name="key">The key, compared exactly.</param>
    /// <param name="factory">Makes the answer, on the thread of the call that asks, no lock held; several calls may run it at once. When it throws, the fallback has no answer.</param>
    public void SetFactory(string key, Func<T> factory)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(factory);
        _cache.Set(key, default!, factory);
    }

    /// <summary>Looks for an answer that is not too old. Not counted in the statistics.</summary>
    /// <param name="key">The key, compared exactly.</param>
    /// <param name="value">The answer. What a factory throws, leaves.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(string key, [MaybeNullWhen(false)] out T value)
    {
        ArgumentNullException.ThrowIfNull(key);
        var found = _cache.TryGet(key, out value, out var factory);
        if (factory is not null)
        {
            value = factory();
        }

        return found;
    }

    /// <summary>Forgets an answer.</summary>
    /// <param name="key">The key, compared exactly.</param>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _cache.Remove(key);
    }

    /// <summary>Forgets all answers.</summary>
    public void Clear() => _cache.Clear();

    /// <summary>A fallback that answers for one key of this cache, and learns under it. Counts in the statistics of this one.</summary>
    /// <param name="key">The key, compared exactly.</param>
    /// <returns>The fallback; it holds nothing of its own, so that one may be made for each call.</returns>
    public IFallback<T> For(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new CachedKeyFallback<T>(this, key);
    }

    /// <inheritdoc/>
    public ValueTask<T> ExecuteAsync(Func<CancellationToken, ValueTask<T>> operation, Exception originalError, CancellationToken cancellationToken = default) =>
        AnswerAsync(_options.DefaultKey, originalError, cancellationToken);

    /// <inheritdoc/>
    public T Execute(Func<CancellationToken, T> operation, Exception originalError, CancellationToken cancellationToken = default) =>
        Answer(_options.DefaultKey, originalError, cancellationToken);

    /// <inheritdoc/>
    public void OnSuccess(T value)
    {
        if (_options.DefaultKey is { } key)
        {
            _cache.Set(key, value);
        }
    }

    /// <summary>The kind, the name if it is an own one, and how long answers are good, such as <c>cached_response(300 s)</c>.</summary>
    /// <returns>The text, the same in every culture.</returns>
    public override string ToString() => FallbackName.Describe(CachedResponseOptions.DefaultName, Name, FallbackName.Seconds(_options.TimeToLive));

    /// <inheritdoc/>
    public FallbackStatistics GetStatistics() => _counters.Read(Name);

    /// <summary>Whether it can answer by itself, without <see cref="For"/>.</summary>
    internal bool HasKey => _options.DefaultKey is not null;

    internal ValueTask<T> AnswerAsync(string? key, Exception originalError, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(originalError);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        return TryFind(key, originalError, out var value) is { } failure ? ValueTask.FromException<T>(failure) : new ValueTask<T>(value);
    }

    internal T Answer(string? key, Exception originalError, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(originalError);
        cancellationToken.ThrowIfCancellationRequested();
        return TryFind(key, originalError, out var value) is { } failure ? throw failure : value;
    }

    /// <summary>Finds an answer.</summary>
    /// <returns>Why there is none, not thrown: a chain goes on to its next member; null when there is one.</returns>
    private FallbackFailedException? TryFind(string? key, Exception originalError, out T value)
    {
        _counters.Asked();
        value = default!;
        Func<T>? factory = null;
        if (key is null || !_cache.TryGet(key, out value!, out factory))
        {
            // The key is left out: it may be private.
            return Failed(key is null ? "the cache was asked without a key: use For(key)" : "the cache holds no answer for the key, or it is too old", originalError, null);
        }

        try
        {
            value = factory is null ? value : factory();
        }
        catch (Exception e) when (!HopelessErrors.IsFatal(e))
        {
            return Failed($"what makes the cached answer failed with {e.GetType().FullName}", originalError, e);
        }

        _counters.Succeeded(Name);
        return null;
    }

    private FallbackFailedException Failed(string reason, Exception originalError, Exception? cause)
    {
        _counters.Failed(Name);
        return new FallbackFailedException(Name, reason, originalError, cause);
    }
}

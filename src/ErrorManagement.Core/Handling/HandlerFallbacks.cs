using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using ErrorManagement.Diagnostics;
using ErrorManagement.Fallbacks;
using ErrorManagement.Policies;

namespace ErrorManagement.Handling;

/// <summary>What answers for the failed calls of a handler, by component and type of the result: results that were kept, one that was set, and a default.</summary>
/// <remarks>
/// Types must be the same: a default for <c>string</c> does not answer a call of <c>object</c>. Answers are handed out as they are, not copied. May be changed while calls run. Safe on any thread.
/// </remarks>
public sealed class HandlerFallbacks
{
    /// <summary>How many operations' results are kept.</summary>
    internal const int MaxOperations = 1_024;

    private readonly CachedResponseOptions _cacheOptions;
    private readonly TimeProvider _timeProvider;
    private readonly ConcurrentDictionary<(string Component, Type Result), object> _defaults = new();
    private readonly ConcurrentDictionary<(string Component, Type Result), object> _set = new();
    private readonly ConcurrentDictionary<(string Component, string Operation, Type Result), IKeptResults> _kept = new();
    private int _operations;
    private long _dropped;

    internal HandlerFallbacks(TimeSpan timeToLive, int capacity, TimeProvider timeProvider)
    {
        _cacheOptions = new CachedResponseOptions { TimeToLive = timeToLive, Capacity = capacity };
        _timeProvider = timeProvider;
    }

    internal long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Sets the default of a component, in place of the one before.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="component">The component, compared exactly.</param>
    /// <param name="value">The answer, the same object each time; null and an empty list are answers too.</param>
    public void SetDefaultValue<T>(string component, T value) => SetDefault(component, new DefaultAnswer<T>(_ => value, null));

    /// <summary>Sets the default of a component, in place of the one before.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="component">The component, compared exactly.</param>
    /// <param name="factory">Makes the answer, a new one each time; it is given the caller's token. When it throws, there is no answer.</param>
    public void SetDefault<T>(string component, Func<CancellationToken, T> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        SetDefault(component, new DefaultAnswer<T>(factory, null));
    }

    /// <summary>Sets the default of a component, in place of the one before. It answers asynchronous calls only: a synchronous one has no answer rather than block.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="component">The component, compared exactly.</param>
    /// <param name="factory">Makes the answer, a new one each time; it is given the caller's token. When it throws, there is no answer.</param>
    [OverloadResolutionPriority(3)]
    public void SetDefault<T>(string component, Func<CancellationToken, ValueTask<T>> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        SetDefault(component, new DefaultAnswer<T>(null, factory));
    }

    /// <summary>Sets the default of a component, in place of the one before. It answers asynchronous calls only: a synchronous one has no answer rather than block.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="component">The component, compared exactly.</param>
    /// <param name="factory">Makes the answer, a new one each time; it is given the caller's token. When it throws, there is no answer.</param>
    [OverloadResolutionPriority(2)]
    public void SetDefault<T>(string component, Func<CancellationToken, Task<T>> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        SetDefault(component, new DefaultAnswer<T>(null, token => new ValueTask<T>(factory(token))));
    }

    /// <summary>Sets what stands in for a component's calls without a result, in place of what did before. Asynchronous calls only.</summary>
    /// <param name="component">The component, compared exactly.</param>
    /// <param name="instead">What is done instead; it is given the caller's token. When it throws, nothing stood in.</param>
    [OverloadResolutionPriority(1)]
    public void SetDefault(string component, Func<CancellationToken, ValueTask> instead)
    {
        ArgumentNullException.ThrowIfNull(instead);
        SetDefault(component, new DefaultAnswer<NoValue>(null, token => CallTasks.WithoutValue(instead(token))));
    }

    /// <summary>Sets what stands in for a component's calls without a result, in place of what did before. Serves both forms.</summary>
    /// <param name="component">The component, compared exactly.</param>
    /// <param name="instead">What is done instead; it is given the caller's token. When it throws, nothing stood in.</param>
    public void SetDefault(string component, Action<CancellationToken> instead)
    {
        ArgumentNullException.ThrowIfNull(instead);
        SetDefault(component, new DefaultAnswer<NoValue>(
            token =>
            {
                instead(token);
                return default;
            },
            null));
    }

    /// <summary>Takes the default of a component away.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="component">The component, compared exactly.</param>
    /// <returns>Whether there was one.</returns>
    public bool RemoveDefault<T>(string component) => _defaults.TryRemove(Slot<T>(component), out _);

    /// <summary>Sets the cached answer of a component, for all its operations of this type: it answers where no kept result does, until it is replaced, removed or cleared.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="component">The component, compared exactly.</param>
    /// <param name="value">The answer; null is one too.</param>
    public void SetCached<T>(string component, T value) => _set[Slot<T>(component)] = new Answer<T>(true, value);

    /// <summary>Takes the answer of <see cref="SetCached"/> away.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="component">The component, compared exactly.</param>
    /// <returns>Whether there was one.</returns>
    public bool RemoveCached<T>(string component) => _set.TryRemove(Slot<T>(component), out _);

    /// <summary>Forgets all results of a component, kept and set, of every operation and type. Defaults stay. A handler of the action that clears caches may call it.</summary>
    /// <param name="component">The component, compared exactly.</param>
    public void ClearCache(string component)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(component);
        foreach (var (slot, kept) in _kept)
        {
            if (string.Equals(slot.Component, component, StringComparison.Ordinal))
            {
                kept.Clear();
            }
        }

        foreach (var (slot, _) in _set)
        {
            if (string.Equals(slot.Component, component, StringComparison.Ordinal))
            {
                _set.TryRemove(slot, out _);
            }
        }
    }

    /// <summary>Keeps a result, where the context says under which key. Never throws.</summary>
    internal void Keep<T>(HandlingContext context, T value)
    {
        if (context.CacheKey is not { } key || typeof(T) == typeof(NoValue))
        {
            return;
        }

        try
        {
            KeptOf<T>(context)?.Results.Set(key, value);
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e); // a clock of the host's own may throw
        }
    }

    /// <summary>An earlier result, else the one that was set. Never throws.</summary>
    internal Answer<T> Cached<T>(HandlingContext context)
    {
        try
        {
            if (context.CacheKey is { } key
                && _kept.TryGetValue((context.Component, context.Operation ?? "", typeof(T)), out var kept)
                && ((KeptResults<T>)kept).Results.TryGet(key, out var value))
            {
                return new Answer<T>(true, value);
            }

            return _set.TryGetValue((context.Component, typeof(T)), out var set) ? (Answer<T>)set : default;
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e); // a clock of the host's own may throw
            return default;
        }
    }

    internal bool TryGetDefault<T>(string component, [NotNullWhen(true)] out DefaultAnswer<T>? answer)
    {
        answer = _defaults.TryGetValue((component, typeof(T)), out var known) ? (DefaultAnswer<T>)known : null;
        return answer is not null;
    }

    private static (string Component, Type Result) Slot<T>(string component)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(component);
        return (component, typeof(T));
    }

    private void SetDefault<T>(string component, DefaultAnswer<T> answer) => _defaults[Slot<T>(component)] = answer;

    private KeptResults<T>? KeptOf<T>(HandlingContext context)
    {
        var slot = (context.Component, context.Operation ?? "", typeof(T));
        if (_kept.TryGetValue(slot, out var known))
        {
            return (KeptResults<T>)known;
        }

        if (Volatile.Read(ref _operations) >= MaxOperations)
        {
            Interlocked.Increment(ref _dropped);
            return null;
        }

        var made = new KeptResults<T>(_cacheOptions, _timeProvider);
        if (_kept.TryAdd(slot, made))
        {
            Interlocked.Increment(ref _operations);
            return made;
        }

        return _kept.TryGetValue(slot, out known) ? (KeptResults<T>)known : null;
    }
}

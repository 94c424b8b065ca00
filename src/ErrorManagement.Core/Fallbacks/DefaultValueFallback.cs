namespace ErrorManagement.Fallbacks;

/// <summary>Answers with a fixed value: it always has one.</summary>
/// <typeparam name="T">The type of the answer.</typeparam>
/// <remarks>Safe on any thread, if the value is.</remarks>
/// <param name="value">The answer, the same object each time; null and an empty list are answers too.</param>
/// <param name="name">The name in statistics. Default <c>default_value</c>.</param>
public sealed class DefaultValueFallback<T>(T value, string name = DefaultValueFallback<T>.DefaultName) : IFallback<T>
{
    private const string DefaultName = "default_value";

    private readonly FallbackCounters _counters = new();

    /// <inheritdoc/>
    public string Name { get; } = FallbackName.Required(name);

    /// <inheritdoc/>
    public ValueTask<T> ExecuteAsync(Func<CancellationToken, ValueTask<T>> operation, Exception originalError, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<T>(cancellationToken) : new ValueTask<T>(Answer());

    /// <inheritdoc/>
    public T Execute(Func<CancellationToken, T> operation, Exception originalError, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Answer();
    }

    /// <summary>The kind, and the name if it is an own one, such as <c>default_value</c>; the value is left out, which may be private.</summary>
    /// <returns>The text, the same in every culture.</returns>
    public override string ToString() => FallbackName.Describe(DefaultName, Name);

    /// <inheritdoc/>
    public FallbackStatistics GetStatistics() => _counters.Read(Name);

    /// <summary>The answer, which needs to know nothing of the call: a rejection needs no exception object for it.</summary>
    internal T Answer()
    {
        _counters.Asked();
        _counters.Succeeded(Name);
        return value;
    }
}

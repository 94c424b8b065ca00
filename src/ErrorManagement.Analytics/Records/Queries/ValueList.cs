using System.Collections;

namespace ErrorManagement.Analytics.Records.Queries;

/// <summary>A list that never changes, without repeats, equal to every other with the same values in the same order.</summary>
internal sealed class ValueList<T> : IReadOnlyList<T>, IEquatable<ValueList<T>>
    where T : notnull
{
    /// <summary>How many values there may be: each of them is held against every record.</summary>
    public const int MaxCount = 64;

    private readonly T[] _values;

    private ValueList(T[] values) => _values = values;

    public static ValueList<T> Empty { get; } = new([]);

    public int Count => _values.Length;

    public T this[int index] => _values[index];

    /// <summary>Copies values.</summary>
    /// <param name="values">The values; null is none.</param>
    /// <param name="name">What they are called, for the message.</param>
    /// <exception cref="ArgumentException">One of them is null, or there are too many.</exception>
    public static ValueList<T> Of(IEnumerable<T>? values, string name)
    {
        var list = new List<T>();
        foreach (var value in values ?? [])
        {
            if (value is null)
            {
                throw new ArgumentException($"{name} of a query must hold no null.", name);
            }

            if (!list.Contains(value))
            {
                list.Add(value);
            }

            if (list.Count > MaxCount)
            {
                throw new ArgumentException($"{name} of a query must hold at most {MaxCount} different values.", name);
            }
        }

        return list.Count == 0 ? Empty : new ValueList<T>([.. list]);
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(ValueList<T>? other) => other is not null && _values.AsSpan().SequenceEqual(other._values);

    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var value in _values)
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => string.Join(", ", _values);
}

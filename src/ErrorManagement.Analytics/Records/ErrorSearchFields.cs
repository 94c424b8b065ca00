using ErrorManagement.Analytics.Records.Queries;

namespace ErrorManagement.Analytics;

/// <summary>Names of the fields that a search looks in: <c>message</c>, <c>component</c>, <c>error_type</c>, <c>code</c>, <c>any</c>.</summary>
/// <remarks>All members are pure and safe on any thread.</remarks>
public static class ErrorSearchFields
{
    /// <summary>Reads a field from its name.</summary>
    /// <param name="name">The name, in any case; surrounding blanks are ignored, and <c>type</c> is <c>error_type</c>.</param>
    /// <returns>The field.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is no field; the message lists the valid names.</exception>
    public static ErrorSearchField Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return TryParse(name, out var field)
            ? field
            : throw new ArgumentException($"'{QueryExcerpt.Of(name)}' is no field to search in. Valid names are {string.Join(", ", EnumWords<ErrorSearchField>.All)}, in any case.", nameof(name));
    }

    /// <summary>Reads a field from its name.</summary>
    /// <param name="name">The name; null is no field.</param>
    /// <param name="field">The field, or <see cref="ErrorSearchField.Message"/> when there is none.</param>
    /// <returns>Whether <paramref name="name"/> is a field.</returns>
    public static bool TryParse(string? name, out ErrorSearchField field)
    {
        var word = name?.Trim() ?? "";
        if (string.Equals(word, "type", StringComparison.OrdinalIgnoreCase))
        {
            field = ErrorSearchField.ErrorType;
            return true;
        }

        return EnumWords<ErrorSearchField>.TryFind(word, out field);
    }

    /// <summary>The name on the wire: lower case, as in queries and addresses.</summary>
    /// <param name="field">The field; a value outside the enumeration reads <c>message</c>.</param>
    /// <returns>The name. Cardinality 5.</returns>
    public static string ToWireName(this ErrorSearchField field) => EnumWords<ErrorSearchField>.WordOf(Enum.IsDefined(field) ? field : ErrorSearchField.Message);
}

namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>A part of a method that catches. Ends are exclusive.</summary>
/// <param name="TryFrom">Where what is tried begins.</param>
/// <param name="TryTo">Where it ends.</param>
/// <param name="Type">What is caught; null for a filter, that may catch anything.</param>
internal readonly record struct CodeRegion(int TryFrom, int TryTo, Type? Type)
{
    /// <summary>Whether it catches an exception of a type thrown at an offset.</summary>
    public bool Catches(int offset, Type thrown) => offset >= TryFrom && offset < TryTo && (Type is null || Type.IsAssignableFrom(thrown));
}

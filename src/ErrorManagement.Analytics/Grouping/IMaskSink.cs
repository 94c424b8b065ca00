namespace ErrorManagement.Analytics.Grouping;

/// <summary>Takes the masked text piece by piece; a struct, so that each use compiles to its own tight loop.</summary>
internal interface IMaskSink
{
    /// <summary>Whether no more is wanted.</summary>
    bool IsFull { get; }

    void Append(ReadOnlySpan<char> text);

    void Append(char character);
}

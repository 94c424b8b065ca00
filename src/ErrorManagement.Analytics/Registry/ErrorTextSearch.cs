namespace ErrorManagement.Analytics.Registry;

/// <summary>Looks for texts in records. For one thread: it keeps its buffer.</summary>
/// <param name="comparison">How characters are compared; an ordinal one.</param>
internal sealed class ErrorTextSearch(StringComparison comparison)
{
    private string[] _messages = [];

    /// <summary>Whether a field of a record holds a text. Under the registry's gate, once the record is described.</summary>
    public bool IsIn(TrackedError record, string text, ErrorSearchField field) => field switch
    {
        ErrorSearchField.Message => IsInMessage(record, text),
        ErrorSearchField.Component => record.Component.Contains(text, comparison),
        ErrorSearchField.ErrorType => record.ErrorType.Contains(text, comparison),
        ErrorSearchField.Code => IsInCode(record, text),
        _ => record.Component.Contains(text, comparison) || record.ErrorType.Contains(text, comparison) || IsInCode(record, text) || IsInMessage(record, text),
    };

    private bool IsInCode(TrackedError record, string text) =>
        (record.Identity is { } identity && identity.Contains(text, comparison))
        || (!record.Code.IsNone && record.Code.ToString().Contains(text, comparison));

    private bool IsInMessage(TrackedError record, string text)
    {
        var description = record.Description!;
        if (description.Template.Contains(text, comparison))
        {
            return true;
        }

        var count = record.CopyMessages(ref _messages);
        foreach (var message in _messages.AsSpan(0, count))
        {
            if (message.Contains(text, comparison))
            {
                return true;
            }
        }

        return count == 0 && description.FirstMessage.Contains(text, comparison);
    }
}

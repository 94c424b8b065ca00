namespace ErrorManagement.Analytics.Signatures;

/// <summary>What the rules have to look at in one error: texts that hold no keyword of any rule are left out.</summary>
internal readonly ref struct SignatureTexts
{
    private SignatureTexts(List<string> messages, List<string> types, StatusSet statuses)
    {
        Messages = messages;
        Types = types;
        Statuses = statuses;
    }

    public List<string> Messages { get; }

    public List<string> Types { get; }

    /// <summary>The status of the error and those its messages tell of.</summary>
    public StatusSet Statuses { get; }

    public static SignatureTexts Of(SignatureInput input, KeywordSearch all)
    {
        var statuses = default(StatusSet);
        statuses.Add(input.HttpStatus ?? 0);
        var messages = new List<string>();
        foreach (var message in input.Messages)
        {
            StatusText.Read(message, ref statuses);
            if (all.MayHold(message))
            {
                messages.Add(message);
            }
        }

        // Who was answered had a connection: the name of that type tells of one that failed only where there is no status.
        var isAnswered = !statuses.IsEmpty;
        var types = new List<string>();
        foreach (var type in input.ErrorTypes)
        {
            if (all.MayHold(type) && !(isAnswered && RequestFailures.Is(type)))
            {
                types.Add(type);
            }
        }

        return new SignatureTexts(messages, types, statuses);
    }
}

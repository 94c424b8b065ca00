namespace ErrorManagement.Analytics;

/// <summary>What an alert of an error budget asks for.</summary>
public enum BurnRateSeverity
{
    /// <summary>Somebody looks at it on a working day. <c>ticket</c></summary>
    Ticket,

    /// <summary>Somebody is called now. <c>page</c></summary>
    Page,
}

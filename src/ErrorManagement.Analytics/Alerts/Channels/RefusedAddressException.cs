namespace ErrorManagement.Analytics.Alerts;

/// <summary>A name stands for an address that must not be called: no connection was made. It stays inside the channel, whose own error holds its words.</summary>
internal sealed class RefusedAddressException(string refusal) : Exception($"The name stands for {refusal}.")
{
    /// <summary>The address and what it is.</summary>
    public string Refusal { get; } = refusal;
}

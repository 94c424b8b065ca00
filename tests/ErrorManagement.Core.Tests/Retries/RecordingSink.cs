namespace ErrorManagement.Core.Tests.Retries;

internal sealed class RecordingSink : IErrorSink
{
    public List<ErrorOccurrence> Reported { get; } = [];

    public ErrorId Id { get; set; } = new(42);

    public List<string> IdentifiedComponents { get; } = [];

    public void Report(in ErrorOccurrence occurrence) => Reported.Add(occurrence);

    public ErrorId Identify(Exception exception, string component)
    {
        IdentifiedComponents.Add(component);
        return Id;
    }
}

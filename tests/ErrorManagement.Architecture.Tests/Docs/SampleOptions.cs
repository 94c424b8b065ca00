namespace ErrorManagement.Architecture.Tests.Docs;

/// <summary>A sample for the check of default tables.</summary>
public sealed class SampleOptions
{
    public int Number { get; set; } = 5;

    public TimeSpan Length { get; set; } = TimeSpan.FromMinutes(1);

    public string? Name { get; set; }
}

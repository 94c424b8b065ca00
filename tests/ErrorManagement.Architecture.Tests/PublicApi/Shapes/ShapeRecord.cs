namespace ErrorManagement.Architecture.Tests.PublicApi.Shapes;

/// <summary>A sample of declarations, written to be listed by <see cref="ApiText"/>.</summary>
public sealed record ShapeRecord(int Number)
{
    public const double Limit = 0.5;

    public required string Text { get; init; }

    public string? Note { get; set; }
}

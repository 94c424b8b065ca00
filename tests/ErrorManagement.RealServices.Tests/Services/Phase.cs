namespace ErrorManagement.RealServices.Tests.Services;

/// <summary>A way in which a service fails, and how it comes back.</summary>
/// <param name="Name">What it does, such as "hangs".</param>
/// <param name="Begin">Makes it fail.</param>
/// <param name="End">Makes it healthy again.</param>
internal sealed record Phase(string Name, Func<Task> Begin, Func<Task> End)
{
    public override string ToString() => Name;
}

namespace ErrorManagement.Core.Tests.Policies;

/// <summary>The behaviours that a test holds, by number.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BehaviourAttribute(params string[] numbers) : Attribute
{
    public string[] Numbers { get; } = numbers;
}

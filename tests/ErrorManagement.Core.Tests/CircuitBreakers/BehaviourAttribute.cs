namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>Says which numbered behaviours a test proves; <see cref="ConformanceTests"/> holds that none is left out.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BehaviourAttribute(params string[] numbers) : Attribute
{
    public string[] Numbers { get; } = numbers;
}

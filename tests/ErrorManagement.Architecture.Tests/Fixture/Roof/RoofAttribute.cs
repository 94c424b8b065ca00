namespace ErrorManagement.Architecture.Tests.Fixture.Roof;

[AttributeUsage(AttributeTargets.All)]
internal sealed class RoofAttribute : Attribute;

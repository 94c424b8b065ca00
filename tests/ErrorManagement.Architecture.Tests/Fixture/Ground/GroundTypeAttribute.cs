namespace ErrorManagement.Architecture.Tests.Fixture.Ground;

[AttributeUsage(AttributeTargets.Class)]
internal sealed class GroundTypeAttribute(Type type) : Attribute
{
    public Type Type => type;
}

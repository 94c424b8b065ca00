using ErrorManagement.Architecture.Tests.Fixture.Roof;

namespace ErrorManagement.Architecture.Tests.Fixture.Ground;

[GroundType(typeof(List<RoofBase>))]
internal sealed class UsesByAttributeArgument;

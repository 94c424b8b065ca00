namespace ErrorManagement.Architecture.Tests.Fixture.Roof;

internal abstract class RoofBase;
